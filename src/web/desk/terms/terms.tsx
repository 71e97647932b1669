import { Form, useActionData } from 'react-router';
import * as z from 'zod';
import { may } from '#accounts';
import {
  addTerm,
  RecordRefusal,
  inLocale,
  loadAddedTerms,
  termsOf,
  vocabularies,
  vocabulary,
  vocabularyCodes,
} from '#record';
import { TableFrame, Tag } from '../../components/index.ts';
import {
  Field,
  handleForm,
  optionalText,
  PageForm,
  refusalToProblems,
  SubmitButton,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import type { Route } from './+types/terms.ts';
import '../claims/claims.css';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

function chosenList(request: Request) {
  const asked = new URL(request.url).searchParams.get('list');
  return vocabularyCodes.find((code) => code === asked) ?? 'acts';
}

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const code = chosenList(request);
  const added = await loadAddedTerms(house.db);
  const list = vocabulary(code);
  return {
    code,
    title: inLocale(list.labels, locale),
    lists: vocabularies.map((one) => ({ code: one.code, label: inLocale(one.labels, locale) })),
    terms: termsOf(code, added).map((term) => ({
      code: term.code,
      labels: term.labels,
      added: added.has(`${code}/${term.code}`),
    })),
    mayAdd: may(actor, 'term.add'),
  };
}

const termForm = z.object({
  code: z.string().trim(),
  parent: optionalText(40),
  en: z.string(),
  fr: z.string(),
  fa: z.string(),
});

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const list = chosenList(request);
  return handleForm(request, termForm, async ({ code, parent, en, fr, fa }) => {
    const labels = { en, fr, fa };
    const input = { vocabulary: list, code, labels, ...(parent !== undefined && { parent }) };
    await house.db
      .transaction()
      .execute((tx) => addTerm(tx, actor, input))
      .catch(atItsField);
    return `/desk/terms?list=${list}`;
  });
}

// The operation names `labels.fa`; the form's field is `fa`.
function atItsField(error: unknown): never {
  const [problem] = refusalToProblems(error);
  if (problem?.field?.startsWith('labels.') !== true) throw error;
  throw new RecordRefusal({ code: 'term-label-missing', field: problem.field.slice(7) });
}

/** Lists of terms, and the form by which an administrator adds one in three languages. */
export default function Terms({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const { code, title, lists, terms, mayAdd } = loaderData;
  return (
    <>
      <title>{`${title} – ${t('terms.title')}`}</title>
      <h1>{t('terms.title')}</h1>
      <Form className="filters">
        <label>
          {t('terms.lists')}{' '}
          <select key={code} name="list" className="input" defaultValue={code}>
            {lists.map((list) => (
              <option key={list.code} value={list.code}>
                {list.label}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          {t('action.show')}
        </button>
      </Form>
      {mayAdd && (
        <details open={state !== undefined}>
          <summary>{t('terms.add')}</summary>
          <p className="small muted">{t('terms.addHint')}</p>
          <PageForm key={terms.length} id="term" state={state} area="record">
            <Field name="en" label={t('terms.en')} lang="en" required />
            <Field name="fr" label={t('terms.fr')} lang="fr" required />
            <Field name="fa" label={t('terms.fa')} lang="fa" required />
            <Field name="code" label={t('terms.code')} hint={t('terms.codeHint')} required />
            <Field name="parent" label={t('terms.parent')} width="medium" />
            <div>
              <SubmitButton>{t('terms.add')}</SubmitButton>
            </div>
          </PageForm>
        </details>
      )}
      <h2>
        {title} <span className="muted">{t('terms.count', { n: terms.length })}</span>
      </h2>
      <TableFrame label={title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('terms.en')}</th>
              <th scope="col">{t('terms.fr')}</th>
              <th scope="col">{t('terms.fa')}</th>
              <th scope="col">{t('terms.code')}</th>
            </tr>
          </thead>
          <tbody>
            {terms.map((term) => (
              <tr key={term.code}>
                <td lang="en">{term.labels.en}</td>
                <td lang="fr">{term.labels.fr}</td>
                <td lang="fa">
                  <bdi>{term.labels.fa}</bdi>
                </td>
                <td>
                  <span className="code code-whole">{term.code}</span>{' '}
                  {term.added && <Tag>{t('terms.added')}</Tag>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}
