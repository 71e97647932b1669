import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { AccountRefusal, type AccountCode } from './account-refusal.ts';
import { commonPasswords } from './common-passwords.ts';

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
const memoryKiB = 19_456;
const passes = 2;
const parallelism = 1;
const hashLength = 32;
const saltLength = 16;

export const shortestPassword = 12;
// A limit only against those who send megabytes to be hashed.
export const longestPassword = 1000;

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

interface PhcHash {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** @returns a PHC string with a fresh salt. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: salt,
    memory: memoryKiB,
    passes,
    parallelism,
    tagLength: hashLength,
  });
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Compares a password with its hash, with the hash's own parameters.
 *
 * Without a hash it does the same work and answers false: the time taken does not tell whether an
 * account exists.
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  const stored = parsePhc(phc ?? (await absentHash));
  const hash = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: stored.salt,
    memory: stored.memory,
    passes: stored.passes,
    parallelism: stored.parallelism,
    tagLength: stored.hash.length,
  });
  return timingSafeEqual(hash, stored.hash) && phc !== undefined;
}

const absentHash = hashPassword(randomBytes(32).toString('base64url'));

/** Whether a hash was made with other parameters than those used now. */
export function needsRehash(phc: string): boolean {
  const stored = parsePhc(phc);
  return (
    stored.memory !== memoryKiB || stored.passes !== passes || stored.parallelism !== parallelism
  );
}

/**
 * Refuses passwords that are guessed first: short ones, well-known ones, and the person's own name
 * or mailbox. No rules of composition: length is what counts (NIST SP 800-63B-4 §3.1.1.2).
 *
 * @throws AccountRefusal with the field `password`.
 */
export function checkNewPassword(
  password: string,
  person: { readonly name: string; readonly email: string },
): void {
  const code = weakness(password.normalize('NFKC'), person);
  if (code !== undefined) {
    const params = { shortest: shortestPassword, longest: longestPassword };
    throw new AccountRefusal({ code, field: 'password', params });
  }
}

function weakness(
  password: string,
  person: { readonly name: string; readonly email: string },
): AccountCode | undefined {
  const length = Array.from(password).length;
  if (length < shortestPassword) return 'password-too-short';
  if (length > longestPassword) return 'password-too-long';
  const bare = strip(password);
  if (commonPasswords.has(bare) || commonPasswords.has(password.toLowerCase()) || repeats(password))
    return 'password-common';
  const [mailbox = ''] = person.email.split('@');
  const own = [person.email, mailbox, person.name, ...person.name.split(/\s+/u)].map(strip);
  const rest = own
    .filter((word) => word.length >= 4)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), bare);
  return rest.length < shortestPassword / 2 && rest !== bare ? 'password-about-you' : undefined;
}

// What people vary to please rules: case, and digits or signs around a well-known word.
function strip(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  const letters = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return letters === '' ? lower : letters;
}

// "aaaaaaaaaaaa", "abcabcabcabc": one short piece again and again.
function repeats(password: string): boolean {
  return /^(.{1,4})\1+$/su.test(password);
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

const phcShape = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parsePhc(phc: string): PhcHash {
  const [, memory, time, lanes, salt, hash] = phcShape.exec(phc) ?? [];
  if (salt === undefined || hash === undefined) {
    throw new TypeError('"phc" expected an argon2id PHC string');
  }
  return {
    memory: Number(memory),
    passes: Number(time),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
