import { open, type FileHandle } from 'node:fs/promises';
import type { Decrypter } from 'age-encryption';
import { refuse } from './backup-refusal.ts';
import { opened } from './encryption.ts';

/** A file of a backup, open for reading. */
export interface InputFile {
  /** Bytes of the file; of what is in it when it is encrypted, fewer. */
  readonly length: number;
  /** Decrypted where it is encrypted. May be taken once. */
  bytes(decrypter: Decrypter | undefined): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const readBytes = 1024 * 1024;
const startBytes = 64 * 1024;

/**
 * @param passed is told how many bytes were read.
 * @throws BackupRefusal `backup-file-missing`, `backup-file-unreadable`.
 */
export async function openInput(
  place: string,
  passed: (bytes: number) => void,
): Promise<InputFile> {
  const file = await open(place, 'r').catch((error: unknown) => refuseFile(place, error));
  const found = await file.stat();
  if (!found.isFile()) {
    await file.close();
    refuse('backup-file-unreadable', { file: place });
  }
  return {
    length: found.size,
    async *bytes(decrypter) {
      const start = Buffer.alloc(startBytes);
      const { bytesRead } = await file.read(start, 0, startBytes, 0);
      yield* opened(start.subarray(0, bytesRead), told(pieces(file), passed), decrypter);
    },
    close: () => file.close(),
  };
}

function pieces(file: FileHandle): AsyncIterable<Uint8Array> {
  return file.createReadStream({ start: 0, highWaterMark: readBytes, autoClose: false });
}

async function* told(
  bytes: AsyncIterable<Uint8Array>,
  passed: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of bytes) {
    seen += piece.length;
    passed(seen);
    yield piece;
  }
}

function refuseFile(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  return refuse(isMissing ? 'backup-file-missing' : 'backup-file-unreadable', { file }, error);
}
