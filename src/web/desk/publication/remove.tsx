import { useActionData } from 'react-router';
import * as z from 'zod';
import { subjectsMentioning } from '#editions';
import { captionsByUid, label, loadAddedTerms, proposeRemoval, vocabulary } from '#record';
import { Notice } from '../../components/index.ts';
import {
  DateField,
  date,
  Field,
  handleForm,
  PageForm,
  Select,
  SubmitButton,
  TextArea,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { uidParam } from '../desk-request.ts';
import { proposerRequest } from './proposer-request.ts';
import type { Route } from './+types/remove.ts';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = proposerRequest(context);
  const uid = uidParam(params.uid);
  const mentioning = await subjectsMentioning(house.db, [uid]);
  const added = await loadAddedTerms(house.db);
  const wanted = [uid, ...mentioning.map(({ subject }) => subject)];
  const captions = await captionsByUid(house.db, actor, wanted, locale, added);
  const subject = captions.get(uid);
  if (subject === undefined) notFound();
  return {
    subject: entityWords(subject, locale),
    corrected: mentioning.flatMap((one) => {
      const caption = captions.get(one.subject);
      return caption === undefined ? [] : [entityWords(caption, locale)];
    }),
    reasons: vocabulary('withdrawal-reasons').terms.map((term) => ({
      value: term.code,
      label: label(term, locale),
    })),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house } = proposerRequest(context);
  const uid = uidParam(params.uid);
  const schema = z.object({
    title: z.string(),
    reasonClass: z.string(),
    basisReason: z.string(),
    riskNote: z.string(),
    reviewOn: date(locale),
  });
  return handleForm(request, schema, async (values) => {
    const entity = await house.db
      .selectFrom('entity')
      .where('uid', '=', uid)
      .select('kind')
      .executeTakeFirst();
    const input = {
      ...values,
      kind: 'remove',
      audience: 'public',
      basis: 'public-interest',
    } as const;
    const decision = await house.db
      .transaction()
      .execute((tx) =>
        proposeRemoval(tx, actor, input, [{ subject: uid, kind: entity?.kind ?? 'person' }]),
      );
    return `/desk/publications/${decision}`;
  });
}

/** Proposes to take a published subject back. Its name goes from everybody else's page as well. */
export default function Remove({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const { subject, corrected, reasons } = loaderData;
  const title = t('removal.title', { name: subject.text });
  return (
    <>
      <title>{title}</title>
      <h1>{title}</h1>
      <Notice tone="caution">
        <p>{t('removal.what')}</p>
        {corrected.length > 0 && (
          <>
            <p>{t('removal.alsoCorrected', { n: corrected.length })}</p>
            <ul>
              {corrected.map((other) => (
                <li key={other.uid}>
                  <bdi>{other.text}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </Notice>
      <PageForm id="removal" state={state} area="record">
        <Field name="title" label={t('publication.title')} required defaultValue={title} />
        <Select
          name="reasonClass"
          label={t('removal.reasonClass')}
          hint={t('removal.reasonClassHint')}
          options={reasons}
          empty="–"
          required
        />
        <TextArea name="basisReason" label={t('removal.reason')} rows={3} required />
        <TextArea name="riskNote" label={t('publication.risk')} rows={2} required />
        <DateField name="reviewOn" label={t('publication.reviewOn')} required />
        <div>
          <SubmitButton look="danger">{t('removal.propose')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
