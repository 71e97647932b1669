import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { countRecipients, listUpdates, proposeUpdate } from '#letters';
import { updateKinds } from '#letters/form';
import { locales } from '#platform/languages';
import { Tag } from '../../components/index.ts';
import {
  Field,
  handleForm,
  PageForm,
  RadioGroup,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { languageName } from '../language-name.ts';
import { textDirection } from '#platform/languages';
import { LetterHead } from './letter-head.tsx';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/updates.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['course'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name, language } = letter;
  const [updates, ...counts] = await Promise.all([
    listUpdates(house.db, actor, uid),
    ...updateKinds.map((kind) => countRecipients(house.db, actor, uid, kind)),
  ]);
  return {
    ...{ uid, name },
    languages: languagesOf(language).map((one) => ({
      ...{ code: one, direction: textDirection(one), isNeeded: one === language },
      name: languageName(one, locale),
    })),
    kinds: updateKinds.map((kind, at) => ({ kind, count: counts[at] ?? 0 })),
    isOpen: updates.some(({ state }) => state === 'proposed' || state === 'sending'),
    updates: updates.map(({ texts, createdAt, ...one }) => ({
      ...{ uid: one.uid, state: one.state, mailed: one.mailed, author: one.author },
      subject: texts[language]?.subject ?? '',
      at: momentWords(createdAt, locale),
    })),
  };
}

/** The letter's own first, then those in which pages are read. */
function languagesOf(language: string): string[] {
  return [...new Set([language, ...locales])];
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const languages = languagesOf(letter.language);
  const fields = languages.flatMap((one) => [`subject-${one}`, `body-${one}`]);
  const form = z.object({
    kind: z.enum(updateKinds),
    hours: z.coerce.number().int().min(1).max(72),
    ...Object.fromEntries(fields.map((field) => [field, z.string().max(20_000).default('')])),
  });
  return handleForm(request, form, async ({ kind, hours, ...typed }) => {
    const words = typed as Readonly<Record<string, string>>;
    const texts = Object.fromEntries(
      languages.map((one) => [
        one,
        { subject: words[`subject-${one}`] ?? '', body: words[`body-${one}`] ?? '' },
      ]),
    );
    const update = await house.db
      .transaction()
      .execute((tx) => proposeUpdate(tx, actor, letter.uid, { kind, hours, texts }));
    return `/desk/letters/${letter.uid}/updates/${update}`;
  });
}

/** Mails to those who signed: what was sent, and the next one. */
export default function Updates({ loaderData }: Route.ComponentProps) {
  const t = useT('course');
  const state = useActionData<typeof action>();
  const { uid, name, updates, isOpen } = loaderData;
  return (
    <article className="case-file">
      <LetterHead {...{ uid, name, title: t('updates'), to: `/desk/letters/${uid}/course` }} />
      <p>{t('updates.means')}</p>
      {updates.length === 0 && <p>{t('updates.none')}</p>}
      <ul className="plain-list spaced">
        {updates.map((one) => (
          <li key={one.uid}>
            <p>
              <Link to={`/desk/letters/${uid}/updates/${one.uid}`}>
                <bdi>{one.subject}</bdi>
              </Link>{' '}
              <Tag>{t(`updates.state.${one.state}`)}</Tag>
            </p>
            <p className="muted">
              {one.at} · <bdi>{one.author}</bdi> · {t('updates.mailed', { count: one.mailed })}
            </p>
          </li>
        ))}
      </ul>
      {!isOpen && <WriteForm state={state} {...loaderData} />}
    </article>
  );
}

function WriteForm({
  state,
  kinds,
  languages,
}: {
  readonly state: FormState | undefined;
  readonly kinds: Route.ComponentProps['loaderData']['kinds'];
  readonly languages: Route.ComponentProps['loaderData']['languages'];
}) {
  const t = useT('course');
  return (
    <section className="record-section stack-tight">
      <h2>{t('updates.write')}</h2>
      <PageForm id="write" state={state} area="course">
        <RadioGroup
          name="kind"
          label={t('updates.kind')}
          defaultValue="news"
          options={kinds.map(({ kind, count }) => ({
            value: kind,
            label: t(`updates.kind.${kind}`, { count }),
          }))}
        />
        {languages.map(({ code, name: language, isNeeded, direction }) => (
          <div key={code} lang={code}>
            <Field
              name={`subject-${code}`}
              label={t('updates.subject', { language })}
              {...(!isNeeded && { hint: t('updates.optional') })}
              maxLength={150}
              required={isNeeded}
            />
            <TextArea
              name={`body-${code}`}
              label={t('updates.body', { language })}
              rows={7}
              maxLength={8_000}
              dir={direction}
              required={isNeeded}
            />
          </div>
        ))}
        <Field
          name="hours"
          label={t('updates.hours')}
          inputMode="numeric"
          width="short"
          defaultValue="6"
        />
        <SubmitButton>{t('updates.propose')}</SubmitButton>
      </PageForm>
    </section>
  );
}
