import { sql } from 'kysely';
import { may, writeAudit, type Actor } from '#accounts';
import { announceChange } from '#editions';
import { asUid, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter, type HeldLetter } from '../letters.ts';
import type { AsideReason, Grouping, KnownChannel } from '../signing/form-lists.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { inGroup, type Group } from './group.ts';
import { countAgain, countChosen, moveAside, type Chosen } from './move.ts';

/** More than so many, with what the same person moved within a day, need a second. */
export const aloneMost = 100;

export interface AsideChoice {
  readonly kind: 'aside' | 'accept';
  readonly group: Group;
  /** Moment of the preview. */
  readonly until: Date;
  readonly reason: AsideReason;
  /** Of accepted ones: how the organisers reached the person. */
  readonly channel?: KnownChannel | undefined;
  /** Of an accepted network: what follows from there is not doubted for it while its secret lasts. */
  readonly trust?: boolean;
}

interface Deciding {
  readonly singlePerson?: boolean;
}

/**
 * Sets a group of signatures aside, or counts it again. What needs a second person waits as a proposal,
 * and nothing moves yet.
 *
 * @returns the act, and whether it was done.
 * @throws LetterRefusal `not-found`, `not-allowed`, `aside-nothing`, `aside-channel`.
 */
export async function chooseAside(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  choice: AsideChoice,
  { singlePerson = false }: Deciding = {},
): Promise<{ readonly act: string; readonly done: boolean }> {
  const { id } = await holdForAside(tx, actor, letter);
  const { kind, group, until, reason, channel = null, trust = false } = choice;
  const chosen = { letterId: id, condition: inGroup(id, group), until };
  const many = await countChosen(tx, kind, chosen);
  if (many === 0) throw new LetterRefusal({ code: 'aside-nothing' });
  if (kind === 'accept' && channel === null && (await hasWellKnown(tx, chosen))) {
    throw new LetterRefusal({ code: 'aside-channel', field: 'channel' });
  }
  const { rows } = await sql<Act>`
    insert into letter_aside_act as a (letter_id, kind, chosen_by, chosen, until, reason, channel, trust,
      signed, proposed_by)
    values (${id}, ${kind}, ${group.by}, ${group.of}, ${until}, ${reason}, ${channel},
      ${trust && group.by === 'network'}, ${many}, ${actor.accountId})
    returning ${actColumns}`.execute(tx);
  const [act] = rows;
  if (act === undefined) throw new RangeError('expected the act');
  const isAlone = many + (await movedToday(tx, actor, id)) <= aloneMost;
  if (isAlone || singlePerson) await perform(tx, actor, sealer, letter, act);
  return { act: act.uid, done: isAlone || singlePerson };
}

/**
 * Does what another person proposed, or drops it; whoever proposed it may drop it too.
 *
 * @throws LetterRefusal `not-found`, `not-allowed`, `aside-own`, `aside-decided`.
 */
export async function decideAside(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  { act: uid, approve }: { readonly act: string; readonly approve: boolean },
  { singlePerson = false }: Deciding = {},
): Promise<void> {
  const act = await holdAct(tx, await holdForAside(tx, actor, letter), uid);
  if (act.state !== 'proposed') throw new LetterRefusal({ code: 'aside-decided' });
  if (!approve) {
    await settle(tx, actor, act, 'dropped', act.signed);
    return;
  }
  if (act.proposedBy === actor.accountId && !singlePerson) {
    throw new LetterRefusal({ code: 'aside-own' });
  }
  await perform(tx, actor, sealer, letter, act);
}

/**
 * Counts again what one act set aside and what is there still of it.
 *
 * @throws LetterRefusal `not-found`, `not-allowed`; `aside-decided` of one that was undone, erased, or accepted.
 */
export async function undoAside(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  uid: string,
): Promise<void> {
  const act = await holdAct(tx, await holdForAside(tx, actor, letter), uid);
  if (act.state !== 'done' || act.kind !== 'aside') {
    throw new LetterRefusal({ code: 'aside-decided' });
  }
  const condition = sql`g.id in (
    select signature_id from signature_aside where act_id = ${act.id})`;
  await countAgain(tx, sealer, { letterId: act.letterId, condition, until: new Date() }, false);
  await settle(tx, actor, act, 'undone', act.signed);
  await noteAct(tx, actor, letter, { undone: act.uid });
}

interface Act {
  readonly id: string;
  readonly uid: string;
  readonly letterId: string;
  readonly kind: 'aside' | 'accept';
  readonly by: Grouping;
  readonly of: string;
  readonly until: Date;
  readonly reason: AsideReason;
  readonly channel: KnownChannel | null;
  readonly trust: boolean;
  readonly state: 'proposed' | 'done' | 'undone' | 'dropped';
  readonly signed: number;
  readonly proposedBy: string;
}

const actColumns = sql`a.id, a.uid, a.letter_id as "letterId", a.kind, a.chosen_by as by, a.chosen as of,
  a.until, a.reason, a.channel, a.trust, a.state, a.signed, a.proposed_by as "proposedBy"`;

async function holdForAside(tx: Tx, actor: Actor, letter: string): Promise<HeldLetter> {
  const held = await holdLetter(tx, actor, letter);
  if (!may(actor, 'letter.decide', { scopeId: held.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  return held;
}

async function holdAct(tx: Tx, { id }: HeldLetter, uid: string): Promise<Act> {
  const { rows } = await sql<Act>`
    select ${actColumns} from letter_aside_act a
    where a.uid = ${asUid(uid)} and a.letter_id = ${id} for no key update`.execute(tx);
  if (rows[0] === undefined) throw new LetterRefusal({ code: 'not-found' });
  return rows[0];
}

async function perform(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  act: Act,
): Promise<void> {
  const { letterId, until, by, of, reason } = act;
  const chosen = { letterId, condition: inGroup(letterId, { by, of }), until };
  const moved =
    act.kind === 'aside'
      ? await moveAside(tx, chosen, { reason, actId: act.id })
      : await countAgain(tx, sealer, chosen, act.channel !== null);
  if (act.trust) await trustNetwork(tx, letterId, of);
  await settle(tx, actor, act, 'done', moved);
  await noteAct(tx, actor, letter, { [act.kind]: moved, by, ...channelOf(act) });
}

function channelOf({ channel }: Act): { readonly channel?: string } {
  return channel === null ? {} : { channel };
}

async function settle(tx: Tx, actor: Actor, act: Act, state: Act['state'], signed: number) {
  // Who undoes an act did not decide on it.
  const decided = state === 'undone' ? sql`decided_by` : sql`${actor.accountId}`;
  await sql`
    update letter_aside_act set state = ${state}, signed = ${signed}, decided_by = ${decided},
      decided_at = now() where id = ${act.id}`.execute(tx);
}

async function noteAct(
  tx: Tx,
  { accountId }: Actor,
  subject: string,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeAudit(tx, { accountId, action: 'letter.aside', subject, detail });
  await announceChange(tx);
}

async function trustNetwork(tx: Tx, letterId: string, network: string): Promise<void> {
  await sql`
    insert into letter_guard as r (letter_id, trusted_networks)
    values (${letterId}, array[${network}::bigint])
    on conflict (letter_id) do update set trusted_networks = (
      select array_agg(distinct n) from unnest(r.trusted_networks || excluded.trusted_networks) n)`.execute(
    tx,
  );
}

async function hasWellKnown(tx: Tx, { letterId, condition }: Chosen): Promise<boolean> {
  const { rows } = await sql`
    select from letter_signature g join signature_aside a on a.signature_id = g.id
    where g.letter_id = ${letterId} and ${condition} and g.state = 'aside'
      and 'well-known' = any(a.reasons) and g.verification is null limit 1`.execute(tx);
  return rows.length > 0;
}

/** How many one person has moved within a day by themselves: many small acts are one large. */
async function movedToday(tx: Tx, { accountId }: Actor, letterId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(signed), 0)::integer as n from letter_aside_act
    where letter_id = ${letterId} and state = 'done' and decided_by = ${accountId}
      and proposed_by = ${accountId} and decided_at > now() - interval '1 day'`.execute(tx);
  return rows[0]?.n ?? 0;
}
