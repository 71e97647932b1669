import { sql } from 'kysely';
import type { Outcome } from '#platform/batching';
import { keptPlan, type Tx } from '#platform/database';
import { judgeSignatures, type Aside } from '../fraud/judge-signature.ts';
import { noteAside } from '../fraud/set-aside.ts';
import { mailboxClasses } from '../inviting/organisation-domains.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { passOnVouching } from '../vouching/pass-on-vouching.ts';
import { forgetSignature } from './forget-signature.ts';
import { enterSignatures, showAllOnList, type KeptSignature } from './log-signature.ts';
import { holdMailboxes, holdRowsOf } from './hold-mailboxes.ts';
import { holdSignatures, type HeldByLink, type HeldSignature } from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';

/** What becomes of a signature when its link is confirmed. */
export type ConfirmedState = 'held' | 'confirmed' | 'aside';

/**
 * Confirms a signature by the button behind its link. One that was confirmed before stays as it is. A
 * later form of the same mailbox for the same version takes the place of the earlier: somebody who
 * mistyped their name signs again. For another version it affirms that one too. A link from the
 * operator's outbox shows nobody's mailbox, so that signature is held until an organiser has reached the
 * person. What is doubted is set aside: its signer is told the same as everybody.
 *
 * @param isInvited the form came by an invitation that was mailed to this mailbox.
 * @returns its state now.
 * @throws LetterRefusal `signature-link`.
 */
export async function confirmSignature(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  isInvited = false,
): Promise<ConfirmedState> {
  const [outcome] = await confirmSignatures(tx, sealer, [link], { waits: true, isInvited });
  if (outcome?.status === 'rejected') throw outcome.reason;
  if (outcome?.status !== 'fulfilled') throw new Error('a signature was not confirmed');
  return outcome.value;
}

/**
 * The same for many links at once, in as many statements as for one. Where other forms or an invitation of the
 * same mailbox are there too, what comes first matters: such a link wants to be confirmed by itself. So does one
 * whose mailbox or signature somebody else holds, unless it is to be waited for.
 *
 * @returns in their order what came of each; `alone` never of a single one that `waits`.
 */
export async function confirmSignatures(
  tx: Tx,
  sealer: LetterSealer,
  links: readonly string[],
  { waits, isInvited = false }: { readonly waits: boolean; readonly isInvited?: boolean },
): Promise<Outcome<ConfirmedState>[]> {
  // Before any row is held: two links of one mailbox opened at once would each wait for the other's.
  const known = await holdMailboxes(tx, links, waits);
  const free = links.filter((link) => known.get(link) === true);
  // By itself it may end what its mailbox sent before.
  if (waits) await holdRowsOf(tx, free);
  const held = await holdSignatures(tx, sealer, free, waits);
  const isAlone = waits && links.length === 1;
  const chosen = [...held.values()].filter(
    ({ signature, isPlain }) => signature.state === 'waiting' && (isPlain || isAlone),
  );
  const states = await confirmHeldTogether(tx, chosen, isInvited);
  return links.map((link): Outcome<ConfirmedState> => {
    const signature = held.get(link)?.signature;
    if (!known.has(link) || (signature === undefined && waits)) {
      return { status: 'rejected', reason: new LetterRefusal({ code: 'signature-link' }) };
    }
    if (signature === undefined) return { status: 'alone' };
    const value = signature.state === 'waiting' ? states.get(signature.id) : signature.state;
    return value === undefined ? { status: 'alone' } : { status: 'fulfilled', value };
  });
}

/** @param held plain ones, or a single one of any kind. @returns the states by id. */
async function confirmHeldTogether(
  tx: Tx,
  held: readonly HeldByLink[],
  isInvited: boolean,
): Promise<Map<string, ConfirmedState>> {
  if (held.length === 0) return new Map();
  const signatures = held.map(({ signature }) => signature);
  // Who was asked by the organisers is not doubted for answering at once.
  const judged = new Set(isInvited ? [] : signatures.filter(({ via }) => via === 'smtp'));
  const doubted = await judgeSignatures(tx, signatures, judged);
  const shown = await mailboxClasses(tx, signatures);
  const confirmed: Confirmed[] = [];
  for (const [at, { signature, isPlain }] of held.entries()) {
    const place = isPlain ? undefined : await takePlace(tx, signature);
    const aside = place?.aside ?? doubted.get(signature.id);
    const becomes =
      signature.via === 'outbox' ? 'held' : aside === undefined ? 'confirmed' : 'aside';
    const affirms = place?.affirms ?? 'first';
    const verification = becomes === 'confirmed' ? (shown[at] ?? 'mailbox') : null;
    confirmed.push({ signature: { ...signature, affirms }, becomes, verification, aside });
    if (!isPlain) await settleInvitation(tx, { ...signature, state: becomes });
  }
  await keepConfirmed(tx, confirmed);
  return new Map(confirmed.map(({ signature, becomes }) => [signature.id, becomes]));
}

interface Confirmed {
  readonly signature: HeldSignature;
  readonly becomes: ConfirmedState;
  readonly verification: 'mailbox' | 'domain' | null;
  readonly aside: Aside | undefined;
}

/** Logs what counts, notes what is set aside, and changes each row once. */
async function keepConfirmed(tx: Tx, confirmed: readonly Confirmed[]): Promise<void> {
  const counted = confirmed.flatMap(({ signature, verification }) =>
    verification === null ? [] : [{ signature, verification }],
  );
  const entries = await enterSignatures(tx, counted);
  const column = (of: (one: Confirmed) => string | null) => sql.val(confirmed.map(of));
  await sql`
    update letter_signature g set state = r.state, affirms = r.affirms, verification = r.verification,
      entry = coalesce(r.entry, g.entry), confirmed_at = now()
    from unnest(${column(({ signature }) => signature.id)}::bigint[],
      ${column(({ becomes }) => becomes)}::text[],
      ${column(({ signature }) => signature.affirms)}::text[],
      ${column(({ verification }) => verification)}::text[],
      ${column(({ signature }) => entries.get(signature.id) ?? null)}::uuid[])
      as r(id, state, affirms, verification, entry)
    where g.id = r.id`.execute(tx);
  // The line of the list takes its class from the row.
  await showAllOnList(
    tx,
    counted.map(({ signature }) => signature),
  );
  await noteAside(
    tx,
    confirmed.flatMap(({ signature: { id, letterId }, becomes, aside }) =>
      becomes === 'aside' && aside !== undefined ? [{ ...aside, id, letterId }] : [],
    ),
  );
}

/**
 * Ends what the same mailbox signed of the same version before, and forgets its forms that were never
 * confirmed. What it signed of another version stands; the list shows the newest.
 *
 * @returns whether this is its first signature under the letter; and why the earlier were set aside, if
 * they were: nobody comes back by signing once more.
 */
async function takePlace(
  tx: Tx,
  signature: HeldSignature,
): Promise<{ readonly affirms: 'first' | 'again'; readonly aside?: Aside }> {
  const { id, letterId, mailbox, versionId } = signature;
  const { rows } = await sql<Earlier>`${keptPlan}
    with unused as (
      delete from letter_signature where letter_id = ${letterId} and mailbox = ${mailbox}
        and state = 'waiting' and id <> ${id}
    )
    select g.id, g.uid, g.entry, g.version_id as version, g.affirms, a.reasons, a.act_id as "actId"
    from letter_signature g left join signature_aside a on a.signature_id = g.id
    where g.letter_id = ${letterId} and g.mailbox = ${mailbox} and g.state <> 'waiting'
    for no key update of g`.execute(tx);
  const [same, others] = [
    rows.filter(({ version }) => version === versionId),
    rows.filter(({ version }) => version !== versionId),
  ];
  // An invitation goes on to what takes the place of the signature that it led to.
  if (same.length > 0) {
    await passOnVouching(
      tx,
      same.map((one) => one.id),
      id,
    );
    await sql`
      update letter_invitation set signature_id = ${id}
      where signature_id = any(${same.map((one) => one.id)}::bigint[])`.execute(tx);
  }
  for (const earlier of same) await forgetSignature(tx, earlier);
  if (others.length > 0) {
    await sql`
      delete from signature_shown
      where signature_id = any(${others.map((one) => one.id)}::bigint[])`.execute(tx);
  }
  const affirms = others.some((other) => other.affirms === 'first') ? 'again' : 'first';
  const before = rows.find(isAside);
  return before === undefined ? { affirms } : { affirms, aside: before };
}

type Earlier = KeptSignature & {
  readonly version: string;
  readonly affirms: string;
  readonly reasons: readonly string[] | null;
  readonly actId: string | null;
};

function isAside(row: Earlier): row is Earlier & Aside {
  return row.reasons !== null;
}
