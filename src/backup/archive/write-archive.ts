import { createHash } from 'node:crypto';
import { createTally, type Tally } from './manifest.ts';
import { memberName, type Member } from './member-name.ts';
import { blockBytes, paddingAfter, tarHeader } from './tar-header.ts';

/** A member to be written: whole, or in pieces of a length and hash known before. */
export type Written =
  | { readonly member: Member; readonly content: Buffer }
  | {
      readonly member: Member;
      readonly sha256: string;
      readonly size: number;
      readonly pieces: AsyncIterable<Uint8Array>;
    };

/**
 * The bytes of an archive: the members in the order given, then the manifest. Pulls the next piece
 * only when the last was taken, so that memory stays flat.
 *
 * @throws RangeError when pieces are not as long as they were said to be.
 */
export async function* writeArchive(
  members: AsyncIterable<Written>,
  tally: Tally = createTally(),
): AsyncGenerator<Uint8Array> {
  for await (const written of members) {
    if ('content' in written) {
      const { member, content } = written;
      const name = memberName(member, createHash('sha256').update(content).digest('hex'));
      tally.add(name, content.length);
      yield* whole(name, content);
    } else {
      const { member, sha256, size, pieces } = written;
      const name = memberName(member, sha256);
      tally.add(name, size);
      yield tarHeader(name, size);
      yield* exactly(pieces, size);
      yield Buffer.alloc(paddingAfter(size));
    }
  }
  yield* whole('manifest.json', tally.manifest());
  yield Buffer.alloc(2 * blockBytes);
}

function* whole(name: string, content: Buffer): Generator<Uint8Array> {
  yield tarHeader(name, content.length);
  yield content;
  yield Buffer.alloc(paddingAfter(content.length));
}

async function* exactly(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of pieces) {
    seen += piece.length;
    yield piece;
  }
  if (seen !== size) throw new RangeError('"pieces" expected as many bytes as announced');
}
