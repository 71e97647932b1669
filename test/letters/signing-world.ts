import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '#accounts';
import {
  confirmPanel,
  confirmSignature,
  createLetter,
  decideVersion,
  listVersions,
  openSigning,
  parseSignForm,
  proposeVersion,
  receiveSignature,
  saveDraft,
  setPanel,
  type PanelInput,
} from '#letters';
import type { Db, Tx } from '#platform/database';
import type { Mail } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { addPerson } from '../record/fixture.ts';
import { catchInto } from './caught-mails.ts';

/** A letter with people who run it, and ways to sign it as strangers would. */
export interface SigningWorld {
  readonly db: Db;
  readonly sealer: ReturnType<typeof createSealer>;
  readonly author: Actor;
  readonly second: Actor;
  write<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /** @param panel who can open names that are withheld; nobody unless given. */
  openLetter(panel?: PanelInput): Promise<SigningLetter>;
}

export interface SigningLetter {
  readonly uid: string;
  /** Sends a form. @returns the code that was mailed. */
  sign(typed: Typed, from?: string): Promise<string>;
  /** Presses the button, by default a quarter of an hour later. */
  confirm(link: string, afterSeconds?: number): Promise<string>;
  /** Both. @returns the state that came of it. */
  signs(typed: Typed, from?: string): Promise<string>;
  states(): Promise<Record<string, number>>;
  /** Approves another version. @returns the letter, as who signs that one sees it. */
  nextVersion(): Promise<SigningLetter>;
}

export type Typed = Partial<
  Record<'name' | 'credit' | 'country' | 'affiliation' | 'address' | 'appearance', string> &
    Record<'least' | 'verification' | 'notBefore' | 'sealed' | 'guild', string>
>;

export async function openSigningWorld(db: Db): Promise<SigningWorld> {
  const sealer = createSealer(randomBytes(32));
  const author = await addPerson(db, 'Camille', ['campaigner']);
  const second = await addPerson(db, 'Yalda', ['campaigner']);
  const write: SigningWorld['write'] = (work) => db.transaction().execute(work);
  const world = { db, sealer, author, second, write };
  return { ...world, openLetter: (panel) => openLetter(world, panel) };
}

type Opening = Omit<SigningWorld, 'openLetter'>;

async function openLetter(world: Opening, panel?: PanelInput): Promise<SigningLetter> {
  const { sealer, author, second, write } = world;
  const uid = await write(async (tx) => {
    const letter = await createLetter(tx, author, { kind: 'collective', name: 'A call' });
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 0 });
    const version = await proposeVersion(tx, author, letter, { language: 'en' });
    await decideVersion(tx, second, version, { approve: true, comment: '' });
    if (panel) await settlePanel(tx, world, letter, panel);
    await openSigning(tx, author, sealer, letter);
    return letter;
  });
  return signable(world, uid);
}

async function signable(world: Opening, uid: string): Promise<SigningLetter> {
  const { db, sealer, author, second, write } = world;
  const [version] = await listVersions(db, author, uid);
  const text = version?.hash ?? '';
  const confirm = async (link: string, afterSeconds = 900) => {
    await sql`
      update letter_signature g set received_at = now() - make_interval(secs => ${afterSeconds})
      where link = sha256(${Buffer.from(link)})`.execute(db);
    return write((tx) => confirmSignature(tx, sealer, link));
  };
  const sign = (typed: Typed, from?: string) => send(world, { uid, text }, typed, from);
  return {
    ...{ uid, sign, confirm },
    signs: async (typed, from) => confirm(await sign(typed, from)),
    async states() {
      const { rows } = await sql<{ state: string; n: number }>`
        select g.state, count(*)::integer as n from letter_signature g
        join letter l on l.id = g.letter_id where l.uid = ${uid} group by g.state`.execute(db);
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
    async nextVersion() {
      await write(async (tx) => {
        const more = {
          ...{ title: 'To those who can act', addressees: [], demands: ['Help.'], initiators: [] },
          blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for more help.' }] }],
        };
        await saveDraft(tx, author, uid, { language: 'en', text: more, revision: 1 });
        const change = { language: 'en', change: 'demand', note: 'We ask for more' } as const;
        const next = await proposeVersion(tx, author, uid, change);
        await decideVersion(tx, second, next, { approve: true, comment: '' });
      });
      return signable(world, uid);
    },
  };
}

async function settlePanel(
  tx: Tx,
  { author, second }: Opening,
  letter: string,
  input: PanelInput,
): Promise<void> {
  await setPanel(tx, author, letter, input, new Date());
  const { rows } = await sql<{ digest: string }>`
    select p.digest from letter_panel p join letter l on l.id = p.letter_id
    where l.uid = ${letter}`.execute(tx);
  const guilds = (input.guilds ?? '').split('\n').filter((line) => line !== '');
  const seen = { letter, digest: rows[0]?.digest ?? '', until: input.until, guilds };
  await confirmPanel(tx, second, seen);
}

async function send(
  { db, sealer }: Opening,
  letter: { readonly uid: string; readonly text: string },
  typed: Typed,
  from: string | undefined,
): Promise<string> {
  const mails: Mail[] = [];
  const appearance = typed.appearance ?? 'named';
  const isShown = appearance !== 'organisers' && appearance !== 'counted';
  const consents = isShown ? ['sign', 'show'] : ['sign'];
  const whole = {
    ...{ name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: '' },
    ...{ address: 'ada@example.org', ...typed, appearance, consents },
  };
  await receiveSignature(
    { db, sealer, mailer: catchInto(mails) },
    {
      ...{ letter: letter.uid, text: letter.text, form: parseSignForm(whole, 'en'), from },
      languages: ['en'],
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
      })),
      writeMail: (code) => ({ subject: 'Please confirm', text: code }),
    },
  );
  return mails[0]?.text ?? '';
}
