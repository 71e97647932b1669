import { Form, Link, useActionData } from 'react-router';
import {
  entityPage,
  findEntities,
  label,
  loadAddedTerms,
  property,
  propertiesOf,
  termsOf,
  RecordRefusal,
  vocabulary,
  writeClaims,
  type Property,
} from '#record';
import {
  CheckboxGroup,
  DateField,
  handleForm,
  PageForm,
  RadioGroup,
  Select,
  SubmitButton,
  TextArea,
} from '../../forms/index.ts';
import { translatorOf, useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { claimsInWords, entityWords } from '../claims/claim-words.ts';
import { deskRequest, uidParam, type DeskRequest } from '../desk-request.ts';
import { useHydrated } from '../use-hydrated.ts';
import { addFormIn, toClaim } from './add-claim-form.ts';
import { FigureFields } from './figure-fields.tsx';
import { ValueField } from './value-field.tsx';
import type { Route } from './+types/add-claim.ts';
import '../claims/claims.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'coding'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const desk = deskRequest(context);
  const { actor, locale, house } = desk;
  const page = await entityPage(house.db, actor, uidParam(params.uid), locale);
  if (page === undefined) notFound();
  const query = new URL(request.url).searchParams;
  const chosen = property(query.get('property') ?? '');
  const fits = chosen?.kinds.includes(page.kind) === true;
  const common = translatorOf(locale, 'common');
  const words = await claimsInWords(house.db, actor, locale, page.history);
  const live = [...words.values()].filter(
    (claim) => claim.state === 'accepted' || claim.state === 'proposed',
  );
  const find = (query.get('find') ?? '').slice(0, 200);
  return {
    entity: entityWords(page, locale),
    properties: propertiesOf(page.kind).map((one) => ({
      code: one.code,
      label: label(one, locale),
    })),
    chosen: chosen === undefined || !fits ? undefined : await fieldOf(desk, chosen, find),
    find,
    bases: (['inferred', 'editorial'] as const).map((code) => {
      const basis = vocabulary('claim-bases').terms.find((term) => term.code === code);
      return { value: code, label: basis === undefined ? code : label(basis, locale) };
    }),
    certainties: vocabulary('certainties').terms.map((term) => ({
      value: term.code,
      label: label(term, locale),
    })),
    from: live.map((claim) => ({
      value: claim.uid,
      label: `${common('field.before', { label: claim.propertyLabel })} ${claim.value.text}`,
    })),
  };
}

/** What the field of the value offers, by the property's type. */
async function fieldOf({ actor, locale, house }: DeskRequest, chosen: Property, find: string) {
  const common = {
    code: chosen.code,
    label: label(chosen, locale),
    help: label({ labels: chosen.help }, locale),
  };
  switch (chosen.valueType) {
    case 'term': {
      const terms = termsOf(chosen.vocabulary, await loadAddedTerms(house.db));
      const options = terms.map((term) => ({ value: term.code, label: label(term, locale) }));
      return { ...common, type: 'choice', options } as const;
    }
    case 'entity': {
      const found = await findEntities(house.db, actor, find, { kinds: chosen.range, limit: 20 });
      const options = found.map((one) => ({ value: one.uid, label: one.name }));
      return { ...common, type: 'entity', kinds: chosen.range, options } as const;
    }
    case 'text':
    case 'name':
      return { ...common, type: 'words' } as const;
    case 'figure': {
      const units = vocabulary('counting-units').terms.map((term) => ({
        value: term.code,
        label: label(term, locale),
      }));
      const found = await findEntities(house.db, actor, find, { kinds: ['place'], limit: 20 });
      const places = found.map((one) => ({ value: one.uid, label: one.name }));
      return { ...common, type: 'figure', units, places } as const;
    }
    case 'date':
    case 'duration':
    case 'identifier':
    case 'url':
    case 'country':
    case 'language':
    case 'money':
    case 'coordinates':
      return { ...common, type: 'line' } as const;
  }
}

export function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house } = deskRequest(context);
  const entity = uidParam(params.uid);
  const code = new URL(request.url).searchParams.get('property') ?? '';
  return handleForm(
    request,
    addFormIn(locale),
    async (values) => {
      const claim = toClaim(entity, code, values);
      await house.db
        .transaction()
        .execute((tx) => writeClaims(tx, actor, [claim], locale))
        .catch(withoutIndex);
      return `/desk/entities/${entity}#${entity}-${code}`;
    },
    { lists: ['inferredFrom'] },
  );
}

// The operation takes many claims and names `0.value`; this form has one.
function withoutIndex(error: unknown): never {
  if (!(error instanceof RecordRefusal)) throw error;
  throw new RecordRefusal(
    error.problems.map((problem) => ({
      ...problem,
      code: problem.code,
      ...(problem.field !== undefined && { field: problem.field.replace(/^\d+\./, '') }),
    })),
  );
}

/** Adds what no passage says: inferred from other claims, or said by us with a reason. */
export default function AddClaim({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const c = useT('coding');
  const state = useActionData<typeof action>();
  const { entity, properties, chosen, find, from } = loaderData;
  const takesEntity = chosen?.type === 'entity' || chosen?.type === 'figure';
  // With scripts, entities are found in the field itself.
  const finds = !useHydrated() && takesEntity;
  const title = t('add.title', { name: entity.text });
  return (
    <>
      <title>{title}</title>
      <p className="eyebrow">
        <Link to={`/desk/entities/${entity.uid}`}>
          <bdi>{entity.text}</bdi>
        </Link>
      </p>
      <h1>{title}</h1>
      <p className="muted">{t('add.hint')}</p>
      <Form className="filters">
        <label>
          {t('add.property')}{' '}
          <select key={chosen?.code} name="property" className="input" defaultValue={chosen?.code}>
            {properties.map(({ code, label: name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {finds && (
          <label>
            {chosen?.type === 'figure' ? c('figure.place') : t('add.find')}{' '}
            <input name="find" type="search" className="input" dir="auto" defaultValue={find} />
          </label>
        )}
        <button type="submit" className="button">
          {finds ? t('action.search') : t('add.choose')}
        </button>
      </Form>
      {chosen !== undefined && (
        <PageForm id="claim" state={state} area="record">
          <ValueField key={chosen.code} field={chosen} />
          {chosen.type === 'figure' && <FigureFields units={chosen.units} places={chosen.places} />}
          <DateField name="valid" label={c('claim.valid')} />
          <RadioGroup
            name="basis"
            label={t('add.basis')}
            options={loaderData.bases}
            defaultValue="editorial"
            required
          />
          {from.length > 0 && (
            <CheckboxGroup
              name="inferredFrom"
              label={t('add.inferredFrom')}
              hint={t('add.inferredNone')}
              options={from}
            />
          )}
          <TextArea
            name="otherClaims"
            label={t('add.otherClaims')}
            hint={t('add.otherClaimsHint')}
            rows={2}
          />
          <TextArea name="reason" label={t('add.reason')} rows={3} required />
          <Select
            name="certainty"
            label={t('add.certainty')}
            options={loaderData.certainties}
            defaultValue="unknown"
            required
          />
          <div>
            <SubmitButton>{t('add.save')}</SubmitButton>
          </div>
        </PageForm>
      )}
    </>
  );
}
