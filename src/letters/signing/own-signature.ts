import { sql } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import type { Db, Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { readMandate, type Mandate } from '../agents/mandate.ts';
import { needsOrganiser } from '../fraud/judge-signature.ts';
import { addWellKnown, asideDays, noteAside } from '../fraud/set-aside.ts';
import { wordsSignal } from '../fraud/signals.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { dropWithheld, sealForm, storeWithheld } from '../withheld/seal-form.ts';
import { forgetQuote } from '../quotes/forget-quote.ts';
import { readKeptUntil } from '../retention/read-retention.ts';
import { readOwnPanel, readOwnWithheld, type OwnWithheld } from '../withheld/own-withheld.ts';
import type { PublicPanel } from '../withheld/read-withheld.ts';
import { classAfterVouched, doubtVouching } from '../vouching/change-vouched.ts';
import { mailboxClass } from '../inviting/organisation-domains.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { forgetMailbox } from './forget-signature.ts';
import { holdMailboxes, holdRowsOf } from './hold-mailboxes.ts';
import { logSignature, unlogSignature } from './log-signature.ts';
import { type ConsentPurpose } from './form-lists.ts';
import { sealPerson } from './sealed-person.ts';
import { parseSignForm, type SignForm, type SignerPerson } from './sign-form.ts';
import {
  findSignature,
  holdSignature,
  type HeldSignature,
  type SignatureState,
} from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';
import { agreedWordings, storeConsents, type Wording } from './consents.ts';
import { carriedConsents, dropConsents } from './carry-consents.ts';

/** Everything that is kept of a signer: what their own page shows, and what they can take along. */
export interface OwnSignature {
  /** Public id of the letter. */
  readonly letter: string;
  /** SHA-256 of the text that was signed, base64. */
  readonly text: string;
  /** Texts of other versions that the same mailbox has signed and confirmed, as `text`. */
  readonly otherTexts: readonly string[];
  /** Whoever a rule has set aside reads `confirmed` for a day: they did confirm, and nobody has looked yet. */
  readonly state: SignatureState;
  /** Why it is not counted, and until when it can be; once they are told. */
  readonly aside: { readonly reason: string; readonly until: Date } | null;
  /** Keyed hashes by which signatures of one hand are found; those of the network go after two weeks. */
  readonly signals: Readonly<
    Record<'network' | 'domain' | 'alike' | 'words', string | null>
  > | null;
  readonly appearance: Appearance;
  /** Of a name that is withheld; it itself is not here, because nobody here can read it. */
  readonly withheld: OwnWithheld | null;
  /** Who can open names that are withheld under this letter. */
  readonly panel: PublicPanel | null;
  readonly verification: Verification | null;
  readonly languages: readonly string[];
  readonly person: SignerPerson;
  readonly receivedAt: Date;
  readonly confirmedAt: Date | null;
  readonly consents: readonly (Wording & { readonly givenAt: Date })[];
  /** The last day on which all this is kept; null when nobody has said. */
  readonly keptUntil: string | null;
  /** By which word an agent signed for them; null where they signed themselves. */
  readonly mandate: Mandate | null;
  /** They stopped mails about the letter. */
  readonly quiet: boolean;
  /** What the organisers have made of their line on the public list; null while it is not on it. */
  readonly line: {
    /** Public id of their page in the record, shown where that page is public. */
    readonly entity: string | null;
    /** It stands among the first lines. */
    readonly chosen: boolean;
  } | null;
}

/** For how long nobody is told that a rule has set them aside: whoever tries rules out would learn them. */
const silentHours = 24;

/** @throws LetterRefusal `signature-link`. */
export async function readOwnSignature(
  db: Db,
  sealer: LetterSealer,
  link: string,
): Promise<OwnSignature> {
  const signature = await findSignature(db, sealer, link);
  const [moments, mandate, withheld, panel, keptUntil, consents] = await Promise.all([
    readKept(db, signature.id),
    readMandate(db, signature),
    readOwnWithheld(db, signature.id),
    readOwnPanel(db, signature.letterId, new Date()),
    readKeptUntil(db, signature.letterId),
    db
      .selectFrom('signature_consent as c')
      .innerJoin('consent_wording as w', 'w.id', 'c.wording_id')
      .select(['w.purpose', 'w.language', 'w.words', 'c.given_at'])
      .where('c.signature_id', '=', signature.id)
      .orderBy('w.id')
      .execute(),
  ]);
  if (moments === undefined) throw new LetterRefusal({ code: 'signature-link' });
  const { letter, text, appearance, languages, person } = signature;
  const { receivedAt, confirmedAt, reason, until, isTold, signals, quiet, line } = moments;
  const { otherTexts } = moments;
  const isSilent = signature.state === 'aside' && isTold !== true;
  return {
    ...{ letter, text, appearance, withheld, panel, keptUntil, languages, person },
    ...{ receivedAt, confirmedAt, signals, mandate, otherTexts },
    state: isSilent ? 'confirmed' : signature.state,
    // What it would be if nobody doubted it.
    verification: isSilent
      ? await mailboxClass(db, signature.letterId, person)
      : signature.verification,
    aside: isTold === true && reason !== null && until !== null ? { reason, until } : null,
    ...{ quiet, line },
    consents: consents.map(({ purpose, language, words, given_at: givenAt }) => ({
      purpose: purpose as ConsentPurpose,
      ...{ language, words, givenAt },
    })),
  };
}

interface Kept extends Pick<
  OwnSignature,
  'receivedAt' | 'confirmedAt' | 'signals' | 'quiet' | 'line' | 'otherTexts'
> {
  readonly reason: string | null;
  readonly until: Date | null;
  readonly isTold: boolean | null;
}

async function readKept(db: Db, id: string): Promise<Kept | undefined> {
  const { rows } = await sql<Kept>`
    select g.received_at as "receivedAt", g.confirmed_at as "confirmedAt", g.quiet, a.reasons[1] as reason,
      a.since + make_interval(days => ${asideDays}) as until,
      g.state = 'aside' and (a.act_id is not null
        or a.since < now() - make_interval(hours => ${silentHours})) as "isTold",
      case when s.signature_id is null then null else json_build_object('network', s.network::text,
        'domain', s.domain::text, 'alike', s.alike::text, 'words', s.words::text) end as signals,
      (select json_build_object('entity', h.entity, 'chosen', exists (
          select from signature_chosen c where c.signature_id = h.signature_id))
        from signature_shown h where h.signature_id = g.id) as line,
      array(select encode(v.hash, 'base64') from letter_signature n
        join letter_version v on v.id = n.version_id
        where n.letter_id = g.letter_id and n.mailbox = g.mailbox and n.id <> g.id
          and n.state in ('confirmed', 'aside')) as "otherTexts"
    from letter_signature g left join signature_aside a on a.signature_id = g.id
    left join signature_signal s on s.signature_id = g.id
    where g.id = ${id}`.execute(db);
  return rows[0];
}

/** What a form for changes holds, as `parseSignForm` reads it; nothing of it is believed. */
export interface TypedChange {
  readonly [field: string]: unknown;
  readonly consents?: readonly string[];
}

/**
 * Changes what somebody is called under a letter, or how they appear: their own link confirms it. The
 * mailbox stays. The log gets a new entry, and what opened the one before is destroyed.
 *
 * @param typed as the form for signing; `address` is not read, and `consents` need not name what is carried
 *   (`carriedConsents`).
 * @throws LetterRefusal `signature-link`, or every problem of the form.
 */
export async function changeSignature(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  { typed, wordings }: { readonly typed: TypedChange; readonly wordings: readonly Wording[] },
): Promise<void> {
  const signature = await holdSignature(tx, sealer, link);
  const { address, locale } = signature.person;
  const carried = await carriedConsents(tx, signature, {
    wordings,
    appearance: typed['appearance'],
  });
  const consents = [...(typed.consents ?? []), ...carried];
  const form = parseSignForm({ ...typed, consents, address }, locale, { byHand: address === '' });
  const withheld =
    form.withheld && (await sealForm(tx, signature.letterId, form.withheld, new Date()));
  await unlogSignature(tx, signature);
  // Words in clear stand beside a name in clear.
  if (form.appearance !== 'named') await forgetQuote(tx, signature.id);
  if (withheld === undefined) await dropWithheld(tx, signature.id);
  else await storeWithheld(tx, signature, withheld);
  await sql`
    update letter_signature set appearance = ${form.appearance}, entry = null,
      quiet = quiet and ${!form.consents.has('updates')},
      person = ${sealPerson(signature.keys, signature.uid, form.person, signature.languages)}
    where id = ${signature.id}`.execute(tx);
  const agreed = agreedWordings(wordings, form.consents);
  await dropConsents(tx, signature.id, agreed);
  await storeConsents(tx, [{ signatureId: signature.id, wordings: agreed }]);
  await sql`update signature_signal set words = ${wordsSignal(signature.keys, form.person)}
    where signature_id = ${signature.id}`.execute(tx);
  if (signature.state === 'waiting') return;
  const { person, appearance } = form;
  const rule = withheld?.sealed.rule ?? null;
  const changed = { ...signature, person, appearance, entry: null, rule };
  await settleInvitation(tx, changed);
  await doubtVouching(tx, signature, person);
  if (signature.verification === null) return;
  const takes = await takesName(tx, signature, form);
  if (takes && signature.state === 'aside') await addWellKnown(tx, signature.id);
  if (signature.state !== 'confirmed') return;
  if (takes) {
    await sql`update letter_signature set state = 'aside', verification = null
      where id = ${signature.id}`.execute(tx);
    await noteAside(tx, [{ ...signature, reasons: ['well-known'], actId: null }]);
    return;
  }
  const verification =
    signature.verification === 'vouched'
      ? await classAfterVouched(tx, signature, changed)
      : await classAfter(tx, changed, signature.verification);
  if (verification !== null) await logSignature(tx, changed, verification);
}

/** A mailbox shows an organisation only under that organisation's name. */
async function classAfter(
  tx: Tx,
  { id, letterId, person }: Pick<HeldSignature, 'id' | 'letterId' | 'person'>,
  before: Verification,
): Promise<Verification> {
  if (before !== 'mailbox' && before !== 'domain') return before;
  const shown = await mailboxClass(tx, letterId, person);
  await sql`update letter_signature set verification = ${shown} where id = ${id}`.execute(tx);
  return shown;
}

/** Whether a change shows a name that nobody is believed without being reached, and showed another before. */
async function takesName(
  tx: Tx,
  { appearance, person, letterId }: HeldSignature,
  form: SignForm,
): Promise<boolean> {
  if (form.appearance !== 'named') return false;
  const isSame = foldForSearch(form.person.name) === foldForSearch(person.name);
  if (appearance === 'named' && isSame) return false;
  return needsOrganiser(tx, letterId, form.person.name);
}

/** Why somebody leaves. `disowned`: it was not they who signed. `forced`: they say that they were. */
export type Leaving = 'withdrawn' | 'disowned' | 'forced';

/**
 * Takes back what somebody signed of a letter, in every version, and erases all that is kept of them, at
 * once. What remains is a number.
 *
 * @throws LetterRefusal `signature-link`.
 */
export async function leaveLetter(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  how: Leaving,
): Promise<void> {
  await holdMailboxes(tx, [link], true);
  await holdRowsOf(tx, [link]);
  const signature = await holdSignature(tx, sealer, link);
  await forgetMailbox(tx, signature);
  // What was never confirmed, or was set aside before it was logged, was never counted.
  const wasCounted = signature.state === 'held' || signature.verification !== null;
  if (!wasCounted && how !== 'disowned') return;
  await sql`
    insert into letter_left (letter_id, how) values (${signature.letterId}, ${how})
    on conflict (letter_id, day, how) do update set signed = letter_left.signed + 1`.execute(tx);
}
