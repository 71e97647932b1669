import type { FormEventHandler, ReactNode } from 'react';
import { Form, useNavigation, type FetcherWithComponents } from 'react-router';
import type { Problem } from '#platform/errors';
import { useT, type Area } from '../messages/catalogs.ts';
import { FormFrameProvider } from './form-context.tsx';
import { FormProblems } from './form-problems.tsx';
import type { FormState } from './parse-form.ts';

export interface PageFormProps {
  /** Names the form on its page, and in `FormState.form`. */
  readonly id: string;
  /** The page's `actionData`; undefined before the form was sent. Answers to other forms are ignored. */
  readonly state: FormState | undefined;
  /** Area of messages with the sentences `refusal.<code>` of this form. */
  readonly area?: Area;
  /** Labels by field: a field without its own takes it from here, and the list of problems names it. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly action?: string;
  /** For forms with files. */
  readonly multipart?: boolean;
  /** Sends the form without leaving the page; hydrated pages only. */
  readonly fetcher?: FetcherWithComponents<unknown>;
  /** A whole page is loaded anew: signing in and out, switching the language. */
  readonly reload?: boolean;
  /** Sends the form another way; it must prevent the default then. */
  readonly onSubmit?: FormEventHandler<HTMLFormElement> | undefined;
  /** The form is under way by that other way. */
  readonly sending?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * A form that posts, says above itself what was wrong, and keeps what was typed. Without scripts it
 * is a plain form. The browser's own checks are off: our sentences are in the reader's language and
 * stay on the page.
 */
export function PageForm(props: PageFormProps) {
  const { id, area = 'common', fetcher, labels = {}, children } = props;
  const t = useT(area);
  const navigation = useNavigation();
  const state = props.state?.form === id ? props.state : undefined;
  const sentence = ({ code, params }: Problem): string => {
    const key = `refusal.${code}`;
    return t.has(key) ? t(key, params) : t('refusal.form-invalid');
  };
  const sending = fetcher ?? navigation;
  const isSubmitting = sending.state === 'submitting' && sending.formData?.get('form') === id;
  const pending = isSubmitting || props.sending === true;
  const Tag = fetcher?.Form ?? Form;
  return (
    <FormFrameProvider value={{ id, state, sentence, labels, pending }}>
      <Tag
        id={id}
        method="post"
        noValidate
        className={props.className ?? 'form'}
        {...(props.onSubmit !== undefined && { onSubmit: props.onSubmit })}
        {...(props.action !== undefined && { action: props.action })}
        {...(props.multipart === true && { encType: 'multipart/form-data' as const })}
        {...(props.reload === true && { reloadDocument: true })}
      >
        <FormProblems />
        <input type="hidden" name="form" value={id} />
        {children}
      </Tag>
    </FormFrameProvider>
  );
}
