import { encodeBase64 } from './base64.ts';
import { ProofError } from './errors.ts';
import { parseHash } from './merkle-hash.ts';

/** What the register says of one public id (spec/register.md): its edition, or that it was removed. */
export type RegisterLine =
  | { readonly id: string; readonly number: number; readonly hash: Uint8Array }
  | { readonly id: string; readonly number: number; readonly hash?: never };

const pattern =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}) (?:edition ([1-9][0-9]{0,8}) ([A-Za-z0-9+/]{43}=)|removed ([1-9][0-9]{0,8}))$/;

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The line as text, without the line feed. */
export function formatRegisterLine({ id, number, hash }: RegisterLine): string {
  return hash === undefined
    ? `${id} removed ${number}`
    : `${id} edition ${number} ${encodeBase64(hash)}`;
}

/** @throws ProofError `register-malformed`. */
export function parseRegisterLine(line: string): RegisterLine {
  const [, id, number, hash, removed] = pattern.exec(line) ?? [];
  if (id === undefined) throw new ProofError('register-malformed', 'no line of a register');
  if (hash === undefined) return { id, number: Number(removed) };
  return { id, number: Number(number), hash: parseHash(hash, 'register-malformed') };
}

/** Which of the 256 buckets an id falls into: its first byte. @throws ProofError. */
export function bucketOf(id: string): number {
  if (!idPattern.test(id)) throw new ProofError('register-malformed', 'no id of a register');
  return Number.parseInt(id.slice(0, 2), 16);
}
