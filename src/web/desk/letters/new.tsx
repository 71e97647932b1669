import { useActionData } from 'react-router';
import * as z from 'zod';
import { createLetter } from '#letters';
import {
  choice,
  Field,
  handleForm,
  PageForm,
  RadioGroup,
  Select,
  SubmitButton,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { languageName } from '../language-name.ts';
import { writerRequest } from './letter-request.ts';
import type { Route } from './+types/new.ts';

export const handle: PageHandle = { hydrate: true, messages: ['letters'] };

// Those that letters about artists at risk are written in most; the page's own comes first.
const languages = ['fa', 'en', 'fr', 'ar', 'az', 'ckb', 'de', 'es', 'it', 'ku', 'ru', 'tr', 'uk'];

export function loader({ context }: Route.LoaderArgs) {
  const { locale } = writerRequest(context);
  const tags = [locale, ...languages.filter((tag) => tag !== locale)];
  return {
    locale,
    languages: tags.map((value) => ({ value, label: languageName(value, locale) })),
  };
}

const letterForm = z.object({
  name: z.string(),
  kind: choice(['collective', 'testimony']),
  language: z.string().max(35),
});

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = writerRequest(context);
  return handleForm(request, letterForm, async (values) => {
    const uid = await house.db.transaction().execute((tx) => createLetter(tx, actor, values));
    return `/desk/letters/${uid}/write`;
  });
}

/** Opens a letter: what the desk calls it, what sort it is, the language that is signed. */
export default function NewLetter({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const state = useActionData<typeof action>();
  return (
    <>
      <title>{t('new.title')}</title>
      <h1>{t('new.title')}</h1>
      <PageForm id="letter" state={state} area="letters">
        <Field name="name" label={t('new.name')} hint={t('new.nameHint')} required />
        <RadioGroup
          name="kind"
          label={t('kind')}
          required
          defaultValue="collective"
          options={(['collective', 'testimony'] as const).map((value) => ({
            value,
            label: t(`kind.${value}`),
            hint: t(`kind.${value}.hint`),
          }))}
        />
        <Select
          name="language"
          label={t('language')}
          hint={t('new.languageHint')}
          options={loaderData.languages}
          defaultValue={loaderData.locale}
          required
        />
        <div>
          <SubmitButton>{t('new.do')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
