import { sql } from 'kysely';
import { keptPlan, type Tx } from '#platform/database';
import { mailboxClass } from '../inviting/organisation-domains.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { judgeSignature, type Aside } from '../fraud/judge-signature.ts';
import { noteAside } from '../fraud/set-aside.ts';
import { forgetSignature } from './forget-signature.ts';
import { logSignature, type KeptSignature } from './log-signature.ts';
import { holdSignature, type HeldSignature } from './signer-link.ts';
import { hashLink, type LetterSealer } from './signer-keys.ts';

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
): Promise<'held' | 'confirmed' | 'aside'> {
  // Before any row is held: two links of one mailbox opened at once would each wait for the other's.
  await holdMailbox(tx, link);
  const signature = await holdSignature(tx, sealer, link);
  const { state } = signature;
  if (state !== 'waiting') return state;
  // Who was asked by the organisers is not doubted for answering at once.
  const isJudged = signature.via === 'smtp' && !isInvited;
  const judged = isJudged ? await judgeSignature(tx, signature) : undefined;
  const { affirms, aside = judged } = await takePlace(tx, signature);
  const becomes = signature.via === 'outbox' ? 'held' : aside === undefined ? 'confirmed' : 'aside';
  const shown = await mailboxClass(tx, signature.letterId, signature.person);
  await sql`${keptPlan}
    update letter_signature set state = ${becomes}, affirms = ${affirms},
      verification = ${becomes === 'confirmed' ? shown : null}, confirmed_at = now()
    where id = ${signature.id}`.execute(tx);
  await settleInvitation(tx, { ...signature, state: becomes });
  if (becomes === 'confirmed') await logSignature(tx, { ...signature, affirms }, shown);
  if (becomes === 'aside' && aside !== undefined) await noteAside(tx, signature, aside);
  return becomes;
}

/** Holds the mailbox that a link is of, if there is one, until the transaction ends. */
async function holdMailbox(tx: Tx, link: string): Promise<void> {
  await sql`${keptPlan}
    select pg_advisory_xact_lock(hashtextextended('letter signer ' || encode(mailbox, 'hex'), 0))
    from letter_signature where link = ${hashLink(link)}`.execute(tx);
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
