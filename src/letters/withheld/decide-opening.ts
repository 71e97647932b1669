import { sql } from 'kysely';
import type { Verification } from '@countersign/letter';
import type { WithheldName } from '@countersign/withheld';
import { may, scopesOf, type Actor } from '#accounts';
import { announceChange } from '#editions';
import { asUid, type Db, type Tx } from '#platform/database';
import { needsOrganiser } from '../fraud/judge-signature.ts';
import { noteAside } from '../fraud/set-aside.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { logSignature, unlogSignature } from '../signing/log-signature.ts';
import { openSignerKeys, type LetterSealer } from '../signing/signer-keys.ts';
import { readSignatures, type HeldSignature } from '../signing/signer-link.ts';
import { audit, holdRound, readOpened } from './ceremony.ts';
import { openable } from './groups.ts';
import { keepConsistent } from './rounds.ts';
import { tallyWithheld } from './tally-withheld.ts';

/**
 * Decides on names that were opened. Approved, each is shown like a name that its signer gave from the
 * start: a new entry of the log, and what opened the one before is destroyed. A well-known name that no
 * organiser has reached is set aside. Refused, the round waits for another opening.
 *
 * @returns how many names are shown.
 * @throws LetterRefusal as `holdRound`; `withheld-round` when nothing was brought in, `withheld-own` by
 * who brought it in.
 */
export async function decideOpening(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  asked: { readonly letter: string; readonly round: string },
  verdict: { readonly approve: boolean; readonly singlePerson?: boolean },
  now: Date,
): Promise<number> {
  const { letter, round } = await holdRound(tx, actor, sealer, asked);
  if (round.state !== 'imported') throw new LetterRefusal({ code: 'withheld-round' });
  const facts = {
    ...{ scopeId: letter.scopeId, authorId: round.importedBy ?? '' },
    singlePerson: verdict.singlePerson === true,
  };
  if (verdict.approve && !may(actor, 'letter.decide', facts)) {
    throw new LetterRefusal({ code: 'withheld-own' });
  }
  if (!verdict.approve) {
    await sql`
      update letter_withheld set opened = null, spoiled = false where round_id = ${round.id}`.execute(
      tx,
    );
    await sql`
      update letter_round set state = 'due', identity = null, digest = null, imported_by = null
      where id = ${round.id}`.execute(tx);
    await audit(tx, actor, letter.uid, { withheld: 'refused' });
    return 0;
  }
  await keepConsistent(tx, { id: round.id, letterId: letter.id }, now, 'opened');
  const shown = await showOpened(tx, sealer, round.id);
  await sql`
    update letter_withheld set round_id = null, noticed_at = null, opened = null
    where round_id = ${round.id}`.execute(tx);
  await sql`
    update letter_round set state = 'opened', identity = null, digest = null, opened = ${shown},
      decided_by = ${actor.accountId}, decided_at = ${now}
    where id = ${round.id}`.execute(tx);
  await audit(tx, actor, letter.uid, { withheld: 'opened', names: shown });
  // With the names, not up to a minute after them: beside the list a rule that was met would still stand.
  await tallyWithheld(tx);
  await announceChange(tx);
  return shown;
}

async function showOpened(tx: Tx, sealer: LetterSealer, roundId: string): Promise<number> {
  const { rows } = await sql<{ id: string; opened: string }>`
    select g.id, w.opened from letter_withheld w join letter_signature g on g.id = w.signature_id
    where w.round_id = ${roundId} and w.opened is not null and ${openable}
    order by g.id for no key update of g, w`.execute(tx);
  const opened = new Map(rows.map((row) => [row.id, row.opened]));
  const ids = sql`g.id = any(${sql.val([...opened.keys()])}::bigint[])`;
  const signatures = await readSignatures(tx, sealer, ids, opened.size);
  for (const signature of signatures) {
    const name = readOpened(signature.keys, signature.uid, opened.get(signature.id) ?? '');
    await showName(tx, signature, name);
  }
  return signatures.length;
}

async function showName(tx: Tx, signature: HeldSignature, name: WithheldName): Promise<void> {
  const { verification, keys, uid, id } = signature;
  if (verification === null) return;
  const person = { ...signature.person, ...name };
  await unlogSignature(tx, signature);
  await sql`
    update letter_signature set appearance = 'named', entry = null,
      person = ${keys.person.seal(JSON.stringify(person), uid)} where id = ${id}`.execute(tx);
  await tx.deleteFrom('letter_withheld').where('signature_id', '=', id).execute();
  const isReached = verification === 'organiser' || verification === 'vouched';
  if (!isReached && (await needsOrganiser(tx, signature.letterId, person.name))) {
    await sql`
      update letter_signature set state = 'aside', verification = null where id = ${id}`.execute(
      tx,
    );
    await noteAside(tx, [{ ...signature, reasons: ['well-known'], actId: null }]);
    return;
  }
  const named = { ...signature, person, appearance: 'named', entry: null, rule: null } as const;
  await logSignature(tx, named, verification);
  await sql`
    delete from signature_shown h using letter_signature o
    where h.signature_id = o.id and o.letter_id = ${signature.letterId}
      and o.mailbox = ${signature.mailbox} and exists (
        select from letter_signature n where n.letter_id = o.letter_id and n.mailbox = o.mailbox
          and n.state = 'confirmed' and n.version_id > o.version_id)`.execute(tx);
}

/** A name that waits for a second person. */
export interface OpenedName extends WithheldName {
  readonly verification: Verification;
}

/** Names that were brought in and that nobody has decided on; none for who does not decide on letters. */
export async function listOpened(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
): Promise<OpenedName[]> {
  if (!may(actor, 'letter.decide')) return [];
  const { rows } = await sql<OpenedRow>`
    select g.uid, g.verification, w.opened, l.uid as letter, s.secret
    from letter l join letter_round r on r.letter_id = l.id and r.state = 'imported'
    join letter_withheld w on w.round_id = r.id and w.opened is not null
    join letter_signature g on g.id = w.signature_id and ${openable}
    join letter_signing s on s.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by g.uid`.execute(db);
  const [first] = rows;
  if (first === undefined) return [];
  const keys = openSignerKeys(sealer, first.letter, first.secret);
  return rows
    .map(({ uid, verification, opened }) => ({ ...readOpened(keys, uid, opened), verification }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface OpenedRow {
  readonly uid: string;
  readonly letter: string;
  readonly secret: string;
  readonly opened: string;
  readonly verification: Verification;
}
