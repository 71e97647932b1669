import { sql } from 'kysely';
import {
  changeDomains,
  changeSignature,
  confirmSignature,
  decideVersion,
  listVersions,
  lookAtAsking,
  makeVouchingAddress,
  parseSignForm,
  proposeVersion,
  readVouching,
  receiveSignature,
  saveDraft,
  settleVouched,
  vouchFor,
} from '#letters';
import type { Tx } from '#platform/database';
import type { Mail } from '#platform/mail';
import { findSignature, type HeldSignature } from '../../src/letters/signing/signer-link.ts';
import { catchInto } from './caught-mails.ts';
import { publishDraft } from './public-letter.ts';
import { openLetterWorld, type LetterWorld } from './signed-letter.ts';

/** Letters with a guild whose mailboxes show it, and people who vouch for one another. */
export interface VouchingWorld extends Omit<LetterWorld, 'openLetter' | 'sign'> {
  write<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>;
  openLetter(as?: 'private'): Promise<VouchingLetter>;
  /** Counts as in the night of a day, `2026-03-01` unless given. @returns how many classes changed. */
  settle(day?: string): Promise<number>;
  /** @returns the code of the address. */
  ask(link: string): Promise<string>;
  /** Looks, and vouches for what was seen. */
  vouch(link: string, address: string): Promise<void>;
  change(link: string, typed: object): Promise<void>;
  /** The list of a voucher as it lies on the disk, and whose it is. */
  listOf(link: string): Promise<{ readonly signature: HeldSignature; readonly sealed: string }>;
}

export interface VouchingLetter {
  readonly letter: string;
  readonly text: string;
  /** Signs as the first part of the address, and confirms. @returns the signer's link. */
  sign(address: string, typed?: object, via?: 'smtp' | 'outbox'): Promise<string>;
  /** People of the guild, by name and with a mailbox there. @returns their links. */
  guild(...names: readonly string[]): Promise<string[]>;
  /** By name: state, class and whether the list shows it. */
  classes(): Promise<Record<string, string>>;
  /** Publishes another version. @returns the letter, as who signs that one sees it. */
  nextVersion(): Promise<VouchingLetter>;
}

/** The night in which tests count unless they say another. */
export const night = '2026-03-01';

export async function openVouchingWorld(): Promise<VouchingWorld> {
  const world = await openLetterWorld();
  const { db, sealer } = world;
  const write: VouchingWorld['write'] = (work) => db.transaction().execute(work);
  return {
    ...{ ...world, write },
    async openLetter(as) {
      const opened = await world.openLetter(as);
      await write((tx) => changeDomains(tx, world.author, opened.letter, 'Guild = guild.org'));
      return signable({ ...world, write }, opened);
    },
    settle: (day = night) =>
      // The longest grace, unless a test asks for a later day.
      settleVouched(db, { sealer, draw: (below) => below - 1 }, new Date(`${day}T23:41:00Z`)),
    async ask(link) {
      await write((tx) => makeVouchingAddress(tx, sealer, link));
      return (await readVouching(db, sealer, link)).address ?? '';
    },
    async vouch(link, address) {
      const { seen } = await lookAtAsking(db, sealer, link, address);
      await write((tx) => vouchFor(tx, sealer, link, { address, seen, ...said }, new Date()));
    },
    change: (link, typed) =>
      write((tx) =>
        changeSignature(tx, sealer, link, {
          typed: { ...person, ...typed, consents: ['sign', 'show'] },
          wordings,
        }),
      ),
    async listOf(link) {
      const signature = await findSignature(db, sealer, link);
      const { rows } = await sql<{ vouches: string }>`
        select vouches from signature_vouches where signature_id = ${signature.id}`.execute(db);
      return { signature, sealed: rows[0]?.vouches ?? '' };
    },
  };
}

/** What the button says. */
export const said = { words: 'I know them.', language: 'en' } as const;

const person = { credit: 'Editor', country: 'FR', affiliation: '', appearance: 'named' };
const wordings = (['sign', 'show'] as const).map((purpose) => ({
  ...{ purpose, language: 'en', words: purpose },
}));

function signable(
  world: Pick<VouchingWorld, 'db' | 'sealer' | 'write' | 'author' | 'second'>,
  { letter, text }: { readonly letter: string; readonly text: string },
): VouchingLetter {
  const { db, sealer, write } = world;
  const sign: VouchingLetter['sign'] = async (address, typed = {}, via = 'smtp') => {
    const mails: Mail[] = [];
    const whole = {
      ...{ ...person, name: address.split('@')[0], address, consents: ['sign', 'show'] },
      ...typed,
    };
    await receiveSignature(
      { db, sealer, mailer: catchInto(mails, { via }) },
      {
        ...{ letter, text, languages: ['en'], form: parseSignForm(whole, 'en'), wordings },
        writeMail: (code) => ({ subject: 'Confirm', text: code }),
      },
    );
    const link = mails[0]?.text ?? '';
    await write((tx) => confirmSignature(tx, sealer, link));
    return link;
  };
  return {
    ...{ letter, text, sign },
    async guild(...names) {
      const links: string[] = [];
      for (const name of names) {
        links.push(await sign(`${name}@guild.org`, { affiliation: 'Guild' }));
      }
      return links;
    },
    async classes() {
      const { rows } = await sql<{ at: string; is: string }>`
        select coalesce(h.name, 'no. ' || row_number() over (order by g.id)) as at,
          concat_ws(' ', g.state, g.verification) as is
        from letter_signature g join letter l on l.id = g.letter_id
        left join signature_shown h on h.signature_id = g.id and h.verification = g.verification
        where l.uid = ${letter} order by g.id`.execute(db);
      return Object.fromEntries(rows.map(({ at, is }) => [at, is]));
    },
    async nextVersion() {
      await write((tx) => publishNext(tx, world, letter));
      const [newest] = await listVersions(db, world.author, letter);
      return signable(world, { letter, text: newest?.hash ?? '' });
    },
  };
}

async function publishNext(
  tx: Tx,
  { author, second }: Pick<VouchingWorld, 'author' | 'second'>,
  letter: string,
): Promise<void> {
  const text = {
    ...{ title: 'To those who can act', addressees: ['The ministers of culture'] },
    blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for more.' }] }],
    ...{ demands: ['Release them all.'], initiators: ['A film school'] },
  };
  await saveDraft(tx, author, letter, { language: 'en', text, revision: 1 });
  const change = { language: 'en', change: 'demand', note: 'We ask for more' } as const;
  const version = await proposeVersion(tx, author, letter, change);
  await decideVersion(tx, second, version, { approve: true, comment: '' });
  await publishDraft(tx, author, second, letter, 'correct');
}
