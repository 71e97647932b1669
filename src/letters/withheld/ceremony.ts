import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import type { WithheldRule } from '@countersign/letter';
import {
  digestText,
  formatRequest,
  isRecipient,
  openNames,
  readOpening,
  readSealedName,
  requestDigest,
  requestLimits,
  WithheldFault,
  type SealedName,
  type WithheldName,
} from '@countersign/withheld';
import { may, writeAudit, type Actor } from '#accounts';
import { asUid, type Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter, type HeldLetter } from '../letters.ts';
import { readShownLines } from '../signing/sign-form.ts';
import { openSignerKeys, type LetterSealer, type SignerKeys } from '../signing/signer-keys.ts';
import { openable } from './groups.ts';
import { findPanel } from './panel.ts';
import { closeUnmet, keepConsistent } from './rounds.ts';

/** A round that is not over. */
export interface HeldRound {
  readonly id: string;
  readonly uid: string;
  readonly letterId: string;
  readonly state: 'notice' | 'due' | 'exported' | 'imported';
  readonly identity: string | null;
  readonly digest: string | null;
  readonly importedBy: string | null;
}

/** What an operation on a round works with. */
export interface RoundAtWork {
  readonly letter: HeldLetter;
  readonly round: HeldRound;
  readonly keys: SignerKeys;
}

/**
 * Holds the round of a letter that is under way, for somebody who decides on letters.
 *
 * @throws LetterRefusal `not-found`, `not-allowed`, `withheld-round` when there is none.
 */
export async function holdRound(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, round: asked }: { readonly letter: string; readonly round: string },
): Promise<RoundAtWork> {
  const letter = await holdLetter(tx, actor, uid);
  if (!may(actor, 'letter.decide', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  const { rows } = await sql<HeldRound & { secret: string }>`
    select r.id, r.uid, r.letter_id as "letterId", r.state, r.identity, r.digest,
      r.imported_by as "importedBy", s.secret
    from letter_round r join letter_signing s on s.letter_id = r.letter_id
    where r.letter_id = ${letter.id} and r.uid = ${asUid(asked)}
      and r.state not in ('opened','ended') for no key update of r`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new LetterRefusal({ code: 'withheld-round' });
  const { secret, ...round } = row;
  return { letter, round, keys: openSignerKeys(sealer, letter.uid, secret) };
}

/** Binds the sealed identity of a round to that round. */
const identityContext = (round: string) => `round ${round}`;

/**
 * Makes the request that organisations are sent. The one before, if there was one, is worth nothing from
 * then on: keys are brought to an identity that is made here.
 *
 * @param openers age recipient of who will join the shares.
 * @returns the bytes of the file.
 * @throws LetterRefusal as `holdRound`; `withheld-round` before its 72 hours are over,
 * `withheld-recipient`, `withheld-nobody` when nobody is left in it.
 */
export async function exportRequest(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  asked: { readonly letter: string; readonly round: string; readonly openers: string },
  now: Date,
): Promise<Uint8Array> {
  const { letter, round, keys } = await holdRound(tx, actor, sealer, asked);
  if (round.state === 'notice') throw new LetterRefusal({ code: 'withheld-round' });
  const openers = asked.openers.trim();
  if (!isRecipient(openers)) {
    const params = { line: 1 };
    throw new LetterRefusal({ code: 'withheld-recipient', field: 'openers', params });
  }
  const panel = await findPanel(tx, letter.id);
  await keepConsistent(tx, { id: round.id, letterId: letter.id }, now);
  const names = await readRoundNames(tx, round.id);
  if (panel === undefined || names.length === 0) {
    throw new LetterRefusal({ code: 'withheld-nobody' });
  }
  const identity = await generateX25519Identity();
  const { letter: uid, need, organisations } = panel;
  const bytes = formatRequest({
    ...{ round: round.uid, title: await titleOf(tx, letter.id), openers },
    ...{ panel: { letter: uid, need, organisations } },
    desk: await identityToRecipient(identity),
    names: names.map(({ sealed }) => sealed),
  });
  await sql`update letter_withheld set opened = null where round_id = ${round.id}`.execute(tx);
  await sql`
    update letter_round set state = 'exported', digest = ${digestText(requestDigest(bytes))},
      identity = ${keys.person.seal(identity, identityContext(round.uid))},
      exported_by = ${actor.accountId}, imported_by = null
    where id = ${round.id}`.execute(tx);
  await audit(tx, actor, letter.uid, { withheld: 'exported', names: names.length });
  return bytes;
}

async function titleOf(tx: Tx, letterId: string): Promise<string> {
  const { rows } = await sql<{ title: string }>`
    select v.text::jsonb ->> 'title' as title from letter_version v
    where v.letter_id = ${letterId} and v.state = 'approved' order by v.number desc limit 1`.execute(
    tx,
  );
  return rows[0]?.title ?? '';
}

interface RoundName {
  readonly id: string;
  readonly uid: string;
  readonly sealed: SealedName;
}

/** The sealed names of a round that can be opened, in an order that says nothing of when they came. */
async function readRoundNames(tx: Tx, roundId: string): Promise<RoundName[]> {
  const { rows } = await sql<{ id: string; uid: string; sealed: string }>`
    select g.id, g.uid, w.sealed from letter_withheld w join letter_signature g on g.id = w.signature_id
    where w.round_id = ${roundId} and ${openable}
    order by w.sealed::jsonb ->> 'id' limit ${requestLimits.names}`.execute(tx);
  return rows.map(({ sealed, ...row }) => ({
    ...row,
    sealed: readSealedName(JSON.parse(sealed) as never),
  }));
}

/** What an opening brought. */
export interface Imported {
  /** Names that another person decides on: their rules are met by those that opened. */
  readonly opened: number;
  /** Names that did not open, or are none that could be shown. */
  readonly failed: number;
}

/**
 * Brings in what the organisations opened. Keys are held to what each signer sealed, so nobody can bring
 * in another name; whoever left or changed their mind since is passed over, and so is whoever waits for more than
 * have opened. Nothing is shown before another person decides.
 *
 * @throws LetterRefusal as `holdRound`; `withheld-opening` for a file of another request or an older one.
 */
export async function importOpening(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  asked: { readonly letter: string; readonly round: string; readonly file: Uint8Array },
  now: Date,
): Promise<Imported> {
  const { letter, round, keys } = await holdRound(tx, actor, sealer, asked);
  if (round.state !== 'exported' || round.identity === null) {
    throw new LetterRefusal({ code: 'withheld-round' });
  }
  const desk = new Decrypter();
  desk.addIdentity(keys.person.openText(round.identity, identityContext(round.uid)));
  const opening = await readOpening(asked.file, desk).catch((error: unknown) => {
    if (!(error instanceof WithheldFault)) throw error;
    throw new LetterRefusal({ code: 'withheld-opening', field: 'file' });
  });
  if (opening.request !== round.digest) {
    throw new LetterRefusal({ code: 'withheld-opening', field: 'file' });
  }
  const names = await readRoundNames(tx, round.id);
  const { opened } = openNames(
    names.map(({ sealed }) => sealed),
    opening.keys,
  );
  const rows = names.map(({ id, uid, sealed }) => {
    const name = opened.get(sealed.id);
    const shown = name && readShownLines(name);
    // Who waits for a guild and is none of it would have opened the others for fewer than they waited for.
    if (shown && !isOfGuild(shown, sealed.rule)) return { id, opened: null };
    return { id, opened: shown ? sealOpened(keys, uid, shown) : null };
  });
  await sql`
    update letter_withheld w set opened = r.opened, spoiled = r.opened is null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id bigint, opened text)
    where w.signature_id = r.id`.execute(tx);
  await sql`
    update letter_round set state = 'imported', imported_by = ${actor.accountId}
    where id = ${round.id}`.execute(tx);
  const count = await closeUnmet(tx, { id: round.id, letterId: letter.id }, now);
  await audit(tx, actor, letter.uid, { withheld: 'imported', names: count });
  return { opened: count, failed: rows.filter((row) => row.opened === null).length };
}

function isOfGuild({ affiliation }: WithheldName, { names }: WithheldRule): boolean {
  const guild = names?.affiliation;
  return guild === undefined || foldForSearch(affiliation) === foldForSearch(guild);
}

const openedContext = (uid: string) => `opened ${uid}`;

function sealOpened(keys: SignerKeys, uid: string, name: WithheldName): string {
  return keys.person.seal(JSON.stringify(name), openedContext(uid));
}

/** The name that was opened of a signature. */
export function readOpened(keys: SignerKeys, uid: string, opened: string): WithheldName {
  return JSON.parse(keys.person.openText(opened, openedContext(uid))) as WithheldName;
}

/** Notes who did what with withheld names; numbers only. */
export async function audit(
  tx: Tx,
  { accountId }: Actor,
  subject: string,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeAudit(tx, { accountId, action: 'letter.signing', subject, detail });
}
