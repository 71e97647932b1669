import { data, Link, redirect } from 'react-router';
import * as z from 'zod';
import {
  editSource,
  EvidenceRefusal,
  lastEditor,
  listSources,
  markLooked,
  sourcePage,
  type AddressSecrets,
} from '#evidence';
import { formatEdtf, type Edtf } from '#platform/calendar';
import { inLocale, loadAddedTerms, sourceCodes, term } from '#record';
import { Notice } from '../../components/index.ts';
import { Field, PageForm, parseForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { termOptions } from '../finder/find.ts';
import { AddressWarning } from './address-warning.tsx';
import { chosenScope, sourceScopes } from './chosen-scope.ts';
import { keptAddress } from './kept-address.ts';
import { ScopeField } from './scope-field.tsx';
import { descriptionFields, toSourceInput } from './source-form.ts';
import { SourceFields } from './source-fields.tsx';
import { ThroughField } from './through-field.tsx';
import type { Route } from './+types/edit-source.ts';
import '../finder/finder.css';
import './add-source.css';

export const handle: PageHandle = { hydrate: true, messages: ['coding'] };

const recentSources = 50;

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const page = await sourcePage(house.db, actor, uidParam(params.uid));
  if (page === undefined) notFound();
  const [{ sources }, scopes] = await Promise.all([
    listSources(house.db, actor, { limit: recentSources }),
    sourceScopes(house.db, actor, page.scopeId),
  ]);
  return {
    uid: page.uid,
    revision: page.revision,
    before: {
      title: page.title,
      authors: page.authors,
      publisher: page.publisher ?? '',
      published: page.published ?? '',
      language: page.language ?? '',
      material: page.material,
      reliability: page.reliability,
      notes: page.notes,
      address: page.address ?? '',
    },
    scopes,
    scope: scopes.find(({ id }) => id === page.scopeId)?.value,
    through: page.through.map(({ uid, title }) => ({ uid, title })),
    recent: sources.map(({ uid, title }) => ({ uid, title })).filter(({ uid }) => uid !== page.uid),
    materials: termOptions('material-types', locale),
    reliabilities: termOptions('reliabilities', locale),
  };
}

const editForm = z.object({
  ...descriptionFields,
  address: z.string().trim().max(2_000).default(''),
  revision: z.coerce.number().int().min(1),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  const form = await parseForm(request, editForm, { lists: ['through'] });
  const refused = (state: FormState, more: { theirs?: Theirs; secrets?: AddressSecrets } = {}) =>
    data({ ...state, ...more }, { status: 422 });
  if (!form.ok) return refused(form.state);
  const page = await sourcePage(house.db, actor, uid);
  if (page === undefined) notFound();
  const { address, secrets } = keptAddress(form.values);
  const state = { ...form.state, typed: { ...form.state.typed, address: [address] } };
  // What stands there already was asked about when it was written.
  if (secrets !== undefined && address !== page.address) return refused(state, { secrets });
  const scopes = await sourceScopes(house.db, actor, page.scopeId);
  const { scope, problems } = chosenScope(scopes, form.values.scope, page.scopeId);
  if (problems.length > 0) return refused({ ...state, problems });
  try {
    await house.db.transaction().execute(async (tx) => {
      const codes = sourceCodes(await loadAddedTerms(tx));
      const { revision } = form.values;
      const isMoved = scope !== page.scopeId;
      const input = {
        ...toSourceInput(form.values, 'text', isMoved ? scope : undefined),
        address,
        seen: page.seen,
      };
      await editSource(tx, actor, uid, revision, input, { ...codes, locale });
      await markLooked(tx, actor, uid);
    });
  } catch (error) {
    if (!(error instanceof EvidenceRefusal)) throw error;
    const isOvertaken = error.code === 'source-changed';
    const theirs = isOvertaken ? await readTheirs(context, uid) : undefined;
    return refused({ ...state, problems: error.problems }, theirs === undefined ? {} : { theirs });
  }
  return redirect(`/desk/sources/${uid}`, 303);
}

/** What somebody else made of the description while this one was being typed. */
interface Theirs {
  readonly who: string;
  readonly revision: number;
  readonly facts: readonly { readonly field: string; readonly text: string }[];
}

async function readTheirs(
  context: Route.ActionArgs['context'],
  uid: string,
): Promise<Theirs | undefined> {
  const { actor, locale, house } = deskRequest(context);
  const [page, editor] = await Promise.all([
    sourcePage(house.db, actor, uid),
    lastEditor(house.db, actor, uid),
  ]);
  if (page === undefined) return undefined;
  const material = term('material-types', page.material);
  const reliability = term('reliabilities', page.reliability);
  const facts = [
    ['title', page.title],
    ['authors', page.authors.join(', ')],
    ['publisher', page.publisher ?? ''],
    ['published', page.published === null ? '' : formatEdtf(page.published as Edtf, locale)],
    ['language', page.language ?? ''],
    ['material', material === undefined ? '' : inLocale(material.labels, locale)],
    ['reliability', reliability === undefined ? '' : inLocale(reliability.labels, locale)],
    ['address', page.address ?? ''],
    ['notes', page.notes],
  ] as const;
  return {
    who: editor?.name ?? '',
    revision: page.revision,
    facts: facts.filter(([, text]) => text !== '').map(([field, text]) => ({ field, text })),
  };
}

export default function EditSource({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('coding');
  const { uid, revision, before, through, recent, materials, reliabilities } = loaderData;
  const theirs = actionData?.theirs;
  return (
    <>
      <title>{t('source.editTitle')}</title>
      <h1>{t('source.editTitle')}</h1>
      <p>
        <Link to={`/desk/sources/${uid}`}>{t('source.back')}</Link>
      </p>
      {theirs !== undefined && <TheirVersion theirs={theirs} />}
      <PageForm id="edit-source" area="coding" state={actionData} className="form form-wide">
        {/* Whoever has seen the other version may replace it. */}
        <input type="hidden" name="revision" value={theirs?.revision ?? revision} />
        <button type="submit" hidden aria-label={t('action.save')} />
        <AddressWarning secrets={actionData?.secrets} />
        <SourceFields
          materials={materials}
          reliabilities={reliabilities}
          before={before}
          isTitleNeeded
        />
        <Field
          name="address"
          type="url"
          label={t('source.address')}
          defaultValue={before.address}
        />
        <ScopeField scopes={loaderData.scopes} current={loaderData.scope} />
        <ThroughField chosen={through} recent={recent} hint={t('source.throughHint')} />
        <p>
          <SubmitButton>{t('action.save')}</SubmitButton>
        </p>
      </PageForm>
    </>
  );
}

function TheirVersion({ theirs }: { readonly theirs: Theirs }) {
  const t = useT('coding');
  return (
    <Notice tone="caution" live>
      <h2>{t('source.theirs', { who: theirs.who })}</h2>
      <dl className="facts">
        {theirs.facts.map(({ field, text }) => {
          const key = `source.${field}`;
          return (
            <div key={field} className="fact">
              <dt>{t.has(key) ? t(key) : field}</dt>
              <dd>
                <bdi>{text}</bdi>
              </dd>
            </div>
          );
        })}
      </dl>
      <p>{t('source.theirsAdvice')}</p>
    </Notice>
  );
}
