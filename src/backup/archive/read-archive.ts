import { createHash } from 'node:crypto';
import { refuse } from '../backup-refusal.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { createTally, type Tally } from './manifest.ts';
import { mayFollow, mostBytes, parseMemberName, type Member } from './member-name.ts';
import { blockBytes, paddingAfter, parseTarHeader } from './tar-header.ts';

/** A member as it is met. Its content must be taken before the next one is asked for. */
export interface ReadMember {
  readonly member: Member;
  readonly name: string;
  readonly size: number;
  /**
   * @throws BackupRefusal after the last piece when the content is not what the name says: nothing
   * made of it may be kept.
   */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * Reads an archive and accepts only what `writeArchive` would write: each byte of it is content under
 * its hash, or follows from the rest.
 *
 * Attacker: whoever hands over an archive, and the disk it lay on.
 *
 * @param source its bytes, decrypted.
 * @param length how many bytes there can be at most; nothing that claims to be longer is begun.
 * @returns the members without the manifest; when the last was taken, the whole is proven complete.
 * @throws BackupRefusal `backup-unknown`, `backup-truncated`, `backup-altered`, `backup-misplaced` or
 * `backup-too-large`, naming the member.
 */
export async function* readArchive(
  source: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<ReadMember> {
  const reader = createByteReader(source);
  const tally = createTally();
  let last: ReadMember | undefined;
  try {
    for (;;) {
      const next = await readHeader(reader, last, length);
      if (next.member.kind === 'manifest') {
        await finish(reader, next, tally);
        return;
      }
      const taken = { done: false };
      const pieces = verified(reader, next, taken);
      last = { ...next, pieces };
      yield last;
      if (!taken.done) throw new RangeError('"pieces" expected to be taken whole');
      tally.add(next.name, next.size);
    }
  } finally {
    await reader.close();
  }
}

interface Announced {
  readonly member: Member;
  readonly name: string;
  readonly size: number;
  readonly sha256: string | undefined;
}

async function readHeader(
  reader: ByteReader,
  last: ReadMember | undefined,
  length: number,
): Promise<Announced> {
  const before = last?.name ?? 'the beginning';
  const block = await reader.take(blockBytes);
  if (last === undefined && !block.toString('latin1', 0, 7).startsWith('header-')) {
    refuse('backup-unknown');
  }
  if (block.length < blockBytes) refuse('backup-truncated', { member: before, at: 'after' });
  const header = parseTarHeader(block);
  if (header === undefined) refuse('backup-altered', { member: before, at: 'after' });
  const { name, size } = header;
  const parsed = parseMemberName(name);
  if (parsed === undefined || !mayFollow(last?.member, parsed.member)) {
    refuse('backup-misplaced', { member: name });
  }
  if (size > mostBytes[parsed.member.kind]) refuse('backup-too-large', { member: name });
  if (reader.position + size > length) refuse('backup-truncated', { member: name, at: 'in' });
  return { ...parsed, name, size };
}

async function* verified(
  reader: ByteReader,
  { name, size, sha256 }: Announced,
  taken: { done: boolean },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let seen = 0;
  for await (const piece of reader.pieces(size)) {
    hash.update(piece);
    seen += piece.length;
    yield piece;
  }
  if (seen < size) refuse('backup-truncated', { member: name, at: 'in' });
  if (hash.digest('hex') !== sha256) refuse('backup-altered', { member: name, at: 'in' });
  await takeZeros(reader, paddingAfter(size), name);
  taken.done = true;
}

async function takeZeros(reader: ByteReader, count: number, name: string): Promise<void> {
  const zeros = await reader.take(count);
  if (zeros.length < count) refuse('backup-truncated', { member: name, at: 'after' });
  if (zeros.some((byte) => byte !== 0)) refuse('backup-altered', { member: name, at: 'after' });
}

async function finish(reader: ByteReader, { name, size }: Announced, tally: Tally): Promise<void> {
  const content = await reader.take(size);
  if (content.length < size) refuse('backup-truncated', { member: name, at: 'in' });
  if (!content.equals(tally.manifest())) refuse('backup-altered', { member: name, at: 'in' });
  await takeZeros(reader, paddingAfter(size) + 2 * blockBytes, name);
  const beyond = await reader.take(1);
  if (beyond.length > 0) refuse('backup-altered', { member: name, at: 'after' });
}
