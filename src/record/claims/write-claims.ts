import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { may, type Actor } from '#accounts';
import { boundsOf, parseEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import { reproject } from '../projection/write-projection.ts';
import { liveStates } from './claim.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { parseValue, type StoredValue } from '../values/parse-value.ts';
import { property, term, type Property } from '../vocabulary/index.ts';
import type { ClaimInput, ParsedClaimInput } from './claim-input.ts';
import { defaultScope, tellsTooMuch } from './claim-scope.ts';
import { lookUp, type Known, type KnownEntity } from './look-up.ts';
import { readInputs } from './read-inputs.ts';

/** A claim as it was written. */
export interface WrittenClaim {
  readonly uid: string;
  readonly entityId: string;
}

const maxClaimsAtOnce = 500;

/**
 * Writes claims as proposals: attribution, inference and first step with them, and the projection of
 * every entity they touch, all in the caller's transaction. The number of statements does not grow
 * with the number of claims.
 *
 * A claim that names `supersedes` replaces an accepted claim only once it is accepted itself; it
 * replaces a mere proposal at once. One that names `recodes` stands in the place of a refused claim,
 * which stays refused.
 *
 * @param locale the language dates and figures were typed in.
 * @throws RecordRefusal with one problem per fault, `field` being `<index>.<name>` of the input.
 */
export async function writeClaims(
  tx: Tx,
  actor: Actor,
  inputs: readonly ClaimInput[],
  locale: Locale,
): Promise<WrittenClaim[]> {
  if (inputs.length > maxClaimsAtOnce) {
    throw new RecordRefusal({ code: 'too-many', params: { most: maxClaimsAtOnce } });
  }
  const parsed = readInputs(inputs);
  const known = await lookUp(tx, actor, parsed);
  const problems: FieldProblem[] = [];
  const drafts: Draft[] = [];
  for (const [index, input] of parsed.entries()) {
    const draft = draftClaim(actor, input, known, locale);
    if ('problems' in draft) {
      problems.push(...draft.problems.map((one) => ({ ...one, field: `${index}.${one.field}` })));
    } else {
      drafts.push(draft);
    }
  }
  if (problems.length > 0) throw new RecordRefusal(problems);
  return insertDrafts(tx, actor, drafts);
}

interface FieldProblem {
  readonly code: RecordRefusal['code'];
  readonly field: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

interface Draft {
  readonly input: ParsedClaimInput;
  readonly entity: KnownEntity;
  readonly value: StoredValue;
  readonly passageId: string | null;
  readonly scopeId: number;
  readonly valid: {
    readonly text: string;
    readonly from: string | null;
    readonly to: string | null;
  };
  readonly chain: readonly DraftLink[];
  readonly inferredFromIds: readonly string[];
  readonly supersedesId: string | null;
}

interface DraftLink {
  readonly entityId: string | null;
  readonly sourceId: string | null;
  readonly label: string | null;
  readonly seen: boolean;
}

function draftClaim(
  actor: Actor,
  input: ParsedClaimInput,
  known: Known,
  locale: Locale,
): Draft | { readonly problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const refuse = (code: RecordRefusal['code'], field: string) => problems.push({ code, field });

  const entity = known.entities.get(input.entity);
  if (entity === undefined) return { problems: [{ code: 'not-found', field: 'entity' }] };
  const definition = property(input.property);
  if (definition === undefined)
    return { problems: [{ code: 'property-unknown', field: 'property' }] };
  if (!definition.kinds.some((code) => code === entity.kind))
    refuse('property-not-of-kind', 'property');

  const passage = input.passage === undefined ? undefined : known.passages.get(input.passage);
  if (input.passage !== undefined && passage === undefined) refuse('not-found', 'passage');
  const needsPassage =
    input.basis === 'quoted' || input.basis === 'seen' || input.basis === 'coded';
  // What was seen or heard is neither quoted nor coded from words.
  const needsWords = needsPassage && input.basis !== 'seen';
  if (needsPassage && passage === undefined) refuse('basis-needs-passage', 'passage');
  if (needsWords && passage?.hasWords === false) refuse('basis-needs-passage', 'basis');
  if (!needsPassage && input.reason === '') refuse('basis-needs-reason', 'reason');
  if (term('certainties', input.certainty) === undefined) refuse('certainty-unknown', 'certainty');

  const scopeId = input.scope ?? defaultScope(input, entity, known);
  if (!may(actor, 'claim.write', { scopeId })) refuse('not-allowed', 'scope');
  const tells = tellsTooMuch(input, scopeId, known);
  if (tells !== undefined) refuse('scope-wider-than-source', tells);

  const valid = parseValid(input.valid);
  if (valid === undefined) refuse('valid-bad-date', 'valid');
  const chain = resolveChain(input, known);
  if (chain === undefined) refuse('not-found', 'chain');
  const inferredFromIds = idsOfClaims(input.inferredFrom, known);
  if (inferredFromIds === undefined) refuse('not-found', 'inferredFrom');
  const supersedesId = checkSuperseded(input, entity, scopeId, known, refuse);

  const value = parseValueOf(definition, input, known, locale, problems);
  if (
    problems.length > 0 ||
    value === undefined ||
    valid === undefined ||
    chain === undefined ||
    inferredFromIds === undefined
  ) {
    return { problems };
  }
  const passageId = passage?.id ?? null;
  return { input, entity, value, passageId, scopeId, valid, chain, inferredFromIds, supersedesId };
}

function parseValueOf(
  definition: Property,
  input: ParsedClaimInput,
  known: Known,
  locale: Locale,
  problems: FieldProblem[],
): StoredValue | undefined {
  const result = parseValue(definition, input, known, locale);
  if (result.ok) return result.value;
  problems.push({
    code: result.code,
    field: 'value',
    ...(result.params && { params: result.params }),
  });
  return undefined;
}

function parseValid(text: string | undefined): Draft['valid'] | undefined {
  if (text === undefined || text === '') return { text: '', from: null, to: null };
  const parsed = parseEdtf(text);
  if (!parsed.ok) return undefined;
  const bounds = boundsOf(parsed.edtf);
  return { text: parsed.edtf, from: bounds.earliest ?? null, to: bounds.latest ?? null };
}

function resolveChain(input: ParsedClaimInput, known: Known): DraftLink[] | undefined {
  const links: DraftLink[] = [];
  for (const { entity, source, label, seen } of input.chain) {
    const entityId = entity === undefined ? null : known.entities.get(entity)?.id;
    const sourceId = source === undefined ? null : known.sources.get(source)?.id;
    if (entityId === undefined || sourceId === undefined) return undefined;
    links.push({ entityId, sourceId, label: label ?? null, seen });
  }
  return links;
}

function idsOfClaims(uids: readonly string[], known: Known): string[] | undefined {
  const ids = uids.map((uid) => known.claims.get(uid)?.id);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function checkSuperseded(
  input: ParsedClaimInput,
  entity: KnownEntity,
  scopeId: number,
  known: Known,
  refuse: (code: RecordRefusal['code'], field: string) => void,
): string | null {
  const { recodes, supersedes = recodes } = input;
  if (supersedes === undefined) return null;
  const old = known.claims.get(supersedes);
  if (old === undefined || old.entityId !== entity.id) {
    refuse('not-found', 'supersedes');
    return null;
  }
  // Else accepting the new one, which its reviewers see, would retire one that they do not.
  if (old.scopeId !== scopeId) refuse('not-allowed', 'scope');
  if (!replaceableStates(input).includes(old.state)) refuse('claim-changed', 'supersedes');
  return old.id;
}

// Who replaces a claim must not do so unaware that it was refused meanwhile.
function replaceableStates({ recodes }: ParsedClaimInput): readonly string[] {
  return recodes === undefined ? liveStates : ['rejected'];
}

async function insertDrafts(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
): Promise<WrittenClaim[]> {
  if (drafts.length === 0) return [];
  const entityIds = drafts.map((draft) => draft.entity.id);
  // Taken before the claims so that two writers of one entity queue up instead of deadlocking.
  await sql`select id from entity where id = any(${sql.val(entityIds)}::bigint[]) order by id for no key update`.execute(
    tx,
  );
  await refuseUnlessStanding(tx, drafts);
  const claims = await insertClaimRows(tx, actor, drafts);
  await insertLinks(tx, drafts, claims);
  await insertFirstSteps(tx, actor, claims);
  await retireSupersededProposals(tx, actor, drafts);
  await reproject(tx, entityIds);
  return claims.map((claim) => ({ uid: claim.uid, entityId: claim.entity_id }));
}

// Somebody may have decided on what is to be replaced while this writer waited for the entity.
async function refuseUnlessStanding(tx: Tx, drafts: readonly Draft[]): Promise<void> {
  const ids = drafts.flatMap((draft) => draft.supersedesId ?? []);
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: string; state: string }>`
    select id, state from claim where id = any(${sql.val(ids)}::bigint[])`.execute(tx);
  const states = new Map(rows.map((row) => [row.id, row.state]));
  const index = drafts.findIndex(
    ({ supersedesId, input }) =>
      supersedesId !== null && !replaceableStates(input).includes(states.get(supersedesId) ?? ''),
  );
  if (index < 0) return;
  throw new RecordRefusal({ code: 'claim-changed', field: `${index}.supersedes` });
}

interface InsertedClaim {
  readonly id: string;
  readonly uid: string;
  readonly entity_id: string;
}

async function insertClaimRows(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
): Promise<InsertedClaim[]> {
  const rows = drafts.map((draft) => ({
    entity_id: draft.entity.id,
    property: draft.input.property,
    value: draft.value.text,
    value_entity_id: draft.value.entityId,
    measure: draft.value.measure,
    value_from: draft.value.from,
    value_to: draft.value.to,
    language: draft.value.language,
    original: draft.value.original,
    passage_id: draft.passageId,
    basis: draft.input.basis,
    reason: draft.input.reason,
    certainty: draft.input.certainty,
    valid: draft.valid.text === '' ? null : draft.valid.text,
    valid_from: draft.valid.from,
    valid_to: draft.valid.to,
    scope_id: draft.scopeId,
    author_id: actor.accountId,
    supersedes: draft.supersedesId,
  }));
  try {
    const { rows: inserted } = await sql<InsertedClaim>`
      insert into claim (entity_id, property, value, value_entity_id, measure, value_from, value_to,
        language, original, passage_id, basis, reason, certainty, valid, valid_from, valid_to,
        scope_id, author_id, supersedes)
      select entity_id, property, value, value_entity_id, nullif(measure, 'null'::jsonb), value_from,
        value_to, language, original, passage_id, basis, reason, certainty, valid, valid_from,
        valid_to, scope_id, author_id, supersedes
      from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (entity_id bigint,
        property text, value text, value_entity_id bigint, measure jsonb, value_from date,
        value_to date, language text, original text, passage_id bigint, basis text, reason text,
        certainty text, valid text, valid_from date, valid_to date, scope_id integer,
        author_id bigint, supersedes bigint)) with ordinality as r
      order by r.ordinality
      returning id, uid, entity_id`.execute(tx);
    return inserted.toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
  } catch (error) {
    // Another editor replaced the claim first; the page shows this one what they wrote.
    if (isUniqueViolation(error, 'claim_one_successor')) {
      throw new RecordRefusal({ code: 'claim-changed', field: '0.supersedes' }, { cause: error });
    }
    throw error;
  }
}

function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint;
}

async function insertLinks(
  tx: Tx,
  drafts: readonly Draft[],
  claims: readonly InsertedClaim[],
): Promise<void> {
  const chain = drafts.flatMap((draft, index) =>
    draft.chain.map((link, position) => ({ claim_id: claims[index]?.id, position, ...link })),
  );
  const inferences = drafts.flatMap((draft, index) =>
    draft.inferredFromIds.map((from) => ({ claim_id: claims[index]?.id, from_claim_id: from })),
  );
  if (chain.length > 0) {
    await sql`
      insert into attribution (claim_id, position, entity_id, source_id, label, seen)
      select claim_id, position, "entityId", "sourceId", label, seen
      from jsonb_to_recordset(${JSON.stringify(chain)}::jsonb) as r(claim_id bigint,
        position smallint, "entityId" bigint, "sourceId" bigint, label text, seen boolean)`.execute(
      tx,
    );
  }
  if (inferences.length > 0) {
    await sql`
      insert into inference (claim_id, from_claim_id)
      select distinct claim_id, from_claim_id
      from jsonb_to_recordset(${JSON.stringify(inferences)}::jsonb)
        as r(claim_id bigint, from_claim_id bigint)`.execute(tx);
  }
}

async function insertFirstSteps(
  tx: Tx,
  actor: Actor,
  claims: readonly InsertedClaim[],
): Promise<void> {
  const ids = claims.map((claim) => claim.id);
  await sql`
    insert into claim_step (claim_id, state, account_id)
    select id, 'proposed', ${actor.accountId} from unnest(${sql.val(ids)}::bigint[]) as t(id)`.execute(
    tx,
  );
}

async function retireSupersededProposals(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
): Promise<void> {
  const ids = drafts.map((draft) => draft.supersedesId).filter((id) => id !== null);
  if (ids.length === 0) return;
  await sql`
    with retired as (
      update claim set state = 'superseded'
      where id = any(${sql.val(ids)}::bigint[]) and state = 'proposed' returning id
    )
    insert into claim_step (claim_id, state, account_id)
    select id, 'superseded', ${actor.accountId} from retired`.execute(tx);
}
