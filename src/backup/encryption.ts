import { readFile } from 'node:fs/promises';
import { ReadableStream as NodeStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { BackupRefusal, refuse } from './backup-refusal.ts';

// C2SP age.md v1.1.0: the first line of an encrypted file, and the longest header that is taken: a
// stanza per recipient. Without a bound, a file without line ends would be read into memory whole.
const firstLine = 'age-encryption.org/v1\n';
const mostHeaderBytes = 64 * 1024;

/**
 * Recipients of an encrypted backup: `age1…`, hybrid `age1pq1…`.
 *
 * @throws BackupRefusal `backup-recipient-bad` with the text: it is no secret.
 */
export function parseRecipients(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (error) {
      refuse('backup-recipient-bad', { recipient: recipient.slice(0, 80) }, error);
    }
  }
  return encrypter;
}

/** The lines of a file of recipients or identities; `#` begins a comment, as age has it. */
export async function readLines(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * Identities of a key file, `AGE-SECRET-KEY-…` a line.
 *
 * @throws BackupRefusal `backup-identity-bad`, never with the line: it may be half a secret.
 */
export function parseIdentities(lines: readonly string[]): Decrypter {
  const decrypter = new Decrypter();
  for (const line of lines) {
    try {
      decrypter.addIdentity(line);
    } catch {
      refuse('backup-identity-bad');
    }
  }
  if (lines.length === 0) refuse('backup-identity-bad');
  return decrypter;
}

/** The bytes encrypted to the recipients, as they come. */
export async function* encrypted(
  bytes: AsyncIterable<Uint8Array>,
  encrypter: Encrypter,
): AsyncGenerator<Uint8Array> {
  yield* piecesOf(await encrypter.encrypt(streamOf(bytes)));
}

/**
 * Opens what may be encrypted.
 *
 * @param start the first bytes of it, 64 KiB or all.
 * @param bytes all of it, `start` included.
 * @throws BackupRefusal `backup-encrypted`, `backup-identity-wrong`; while it is read `backup-altered`,
 * without a member: the reader knows in which it was.
 */
export async function* opened(
  start: Buffer,
  bytes: AsyncIterable<Uint8Array>,
  decrypter: Decrypter | undefined,
): AsyncGenerator<Uint8Array> {
  if (!start.toString('latin1', 0, firstLine.length).startsWith(firstLine)) {
    yield* bytes;
    return;
  }
  if (decrypter === undefined) refuse('backup-encrypted');
  if (!start.subarray(0, mostHeaderBytes).includes('\n--- ')) refuse('backup-unknown');
  let stream: ReadableStream<Uint8Array>;
  try {
    stream = await decrypter.decrypt(streamOf(bytes));
  } catch (error) {
    if (error instanceof BackupRefusal) throw error;
    const isOthers = error instanceof Error && error.message.includes('no identity matched');
    refuse(
      isOthers ? 'backup-identity-wrong' : 'backup-altered',
      { member: 'the age header', at: 'in' },
      error,
    );
  }
  try {
    yield* piecesOf(stream);
  } catch (error) {
    throw error instanceof BackupRefusal ? error : new SealBroken({ cause: error });
  }
}

/** A piece of an encrypted file does not open: it was altered, moved, repeated or cut off. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(options: ErrorOptions) {
    super('a piece of the encrypted file does not open', options);
  }
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return NodeStream.from(bytes) as ReadableStream<Uint8Array>;
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // The stream of the platform is iterable; the types of the browser's do not say so.
  yield* stream as unknown as AsyncIterable<Uint8Array>;
}
