import { sql } from 'kysely';
import { z } from 'zod';
import { isKeepable, type Db, type Tx } from '#platform/database';
import type { Problem } from '#platform/errors';
import { withoutInvisible } from '#platform/languages';
import { LetterRefusal, type LetterCode } from '../letter-refusal.ts';
import type { SignerKeys } from '../signing/signer-keys.ts';
import { mandateLimit, mandateWays, type MandateWay } from './mandate-lists.ts';

/** By which word of a person their agent signed for them. */
export interface Mandate {
  /** Name of the agent. */
  readonly agent: string;
  /** What the person said, as the agent wrote it down. */
  readonly words: string;
  /** The day on which it was said: `2026-09-01`. */
  readonly givenOn: string;
  readonly how: MandateWay;
}

const typed = z.object({
  mandate: z.string().max(5_000).catch(''),
  givenOn: z.string().max(20).catch(''),
  how: z.string().max(20).catch(''),
});

/**
 * Reads what an agent typed of their mandate. All that is wrong is said at once.
 *
 * @param now no mandate is of a day that has begun nowhere yet.
 * @throws LetterRefusal `mandate-words`, `mandate-day`, `mandate-how`.
 */
export function parseMandate(value: unknown, agent: string, now: Date): Mandate {
  const form = typed.parse(value);
  const words = withoutInvisible(form.mandate.normalize('NFC')).trim();
  const problems: Problem<LetterCode>[] = [];
  if (words === '' || words.length > mandateLimit || !isKeepable(words)) {
    problems.push({ code: 'mandate-words', field: 'mandate', params: { most: mandateLimit } });
  }
  if (!isPastDay(form.givenOn, now)) problems.push({ code: 'mandate-day', field: 'givenOn' });
  const how = mandateWays.find((one) => one === form.how);
  if (how === undefined) problems.push({ code: 'mandate-how', field: 'how' });
  if (how === undefined || problems.length > 0) throw new LetterRefusal(problems);
  return { agent, words, givenOn: form.givenOn, how };
}

function isPastDay(day: string, now: Date): boolean {
  const at = /^20\d\d-\d\d-\d\d$/u.test(day) ? Date.parse(day) : Number.NaN;
  // 31 February would be read as a day of March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) return false;
  return at <= now.getTime() + 14 * 60 * 60 * 1000;
}

/** A signature whose mandate is kept or read. */
export interface MandateOf {
  readonly id: string;
  readonly uid: string;
  readonly keys: SignerKeys;
}

export async function storeMandate(
  tx: Tx,
  { id, uid, keys }: MandateOf,
  mandate: Mandate,
): Promise<void> {
  const sealed = keys.person.seal(JSON.stringify(mandate), mandateContext(uid));
  await sql`
    insert into signature_mandate (signature_id, mandate) values (${id}, ${sealed})`.execute(tx);
}

/** @returns null of a signature that somebody made for themselves. */
export async function readMandate(db: Db, { id, uid, keys }: MandateOf): Promise<Mandate | null> {
  const { rows } = await sql<{ mandate: string }>`
    select mandate from signature_mandate where signature_id = ${id}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : openMandate(keys, uid, row.mandate);
}

/** @param uid of the signature. */
export function openMandate(keys: SignerKeys, uid: string, sealed: string): Mandate {
  return JSON.parse(keys.person.openText(sealed, mandateContext(uid))) as Mandate;
}

const mandateContext = (uid: string) => `mandate ${uid}`;
