import { useActionData, useSearchParams } from 'react-router';
import * as z from 'zod';
import { createEntities, kindCodes, kinds, label, writeClaims } from '#record';
import {
  choice,
  Field,
  handleForm,
  optionalText,
  PageForm,
  Select,
  SubmitButton,
  text,
  TextArea,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { deskRequest } from '../desk-request.ts';
import type { PageHandle } from '../../page-handle.ts';
import type { Route } from './+types/new.ts';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

// What is named by one claim: the others are made where they are coded.
const named = ['person', 'group', 'work', 'place', 'event', 'intervention'] as const;

export function loader({ context }: Route.LoaderArgs) {
  const { locale } = deskRequest(context);
  return {
    locale,
    kinds: kinds
      .filter(({ code }) => named.some((one) => one === code))
      .map((one) => ({ value: one.code, label: label(one, locale) })),
  };
}

const newForm = z.object({
  kind: choice(kindCodes),
  name: text(500),
  language: optionalText(35),
  reason: text(5_000),
});

const titled: ReadonlySet<string> = new Set(['work', 'event', 'intervention']);

export function action({ request, context }: Route.ActionArgs) {
  const { actor, locale, house } = deskRequest(context);
  return handleForm(request, newForm, async ({ kind, name, language, reason }) => {
    const uid = await house.db.transaction().execute(async (tx) => {
      const [entity] = await createEntities(tx, actor, [kind]);
      if (entity === undefined) throw new Error('expected an entity');
      const claim = {
        entity: entity.uid,
        property: titled.has(kind) ? 'title' : 'name',
        value: name,
        basis: 'editorial',
        reason,
        ...(language !== undefined && { language }),
      } as const;
      await writeClaims(tx, actor, [claim], locale);
      return entity.uid;
    });
    return `/desk/entities/${uid}`;
  });
}

/** Makes an entity with nothing but a name; normally one is made where its words are coded. */
export default function NewEntity({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const [query] = useSearchParams();
  return (
    <>
      <title>{t('entities.new')}</title>
      <h1>{t('entities.new')}</h1>
      <p className="muted">{t('entities.newHint')}</p>
      <PageForm id="entity" state={state} area="record">
        <Select
          name="kind"
          label={t('search.kind')}
          options={loaderData.kinds}
          defaultValue={query.get('kind') ?? 'person'}
          required
        />
        <Field name="name" label={t('entities.name')} required />
        <Field
          name="language"
          label={t('entities.language')}
          hint={t('entities.languageHint')}
          width="short"
          defaultValue={loaderData.locale}
        />
        <TextArea
          name="reason"
          label={t('add.reason')}
          hint={t('entities.reasonHint')}
          rows={3}
          required
        />
        <div>
          <SubmitButton>{t('entities.create')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
