import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import { knownContents } from './known-contents.ts';
import { NotSpooled } from './not-spooled.ts';
import { pad, unpad } from './padding.ts';
import { shareSync } from './shared-sync.ts';
import { isOutOfRoom, nodeDisk, type SpoolDisk } from './spool-disk.ts';
import {
  asideFolder,
  countSpool,
  draftFile,
  ifThere,
  readSpool,
  recordFile,
  type SpoolCount,
  type WaitingFile,
} from './spool-folder.ts';

/** A folder in which what cannot go on yet waits, encrypted to a key that is kept elsewhere. */
export interface Spool {
  /**
   * Keeps a content. When this resolves it is durable, its name in the folder with it.
   *
   * @param sameAs two contents of which this is the same are one, while the first waits.
   * @throws NotSpooled when nothing was kept.
   */
  add(content: Uint8Array, sameAs: string): Promise<void>;
  /** What waits, the oldest first: names of 32 random hexadecimal digits. */
  names(): readonly string[];
  /**
   * Opens one. What does not open – cut by a crash of the disk, of another key – is put aside, for a person.
   *
   * @param identity `AGE-SECRET-KEY-…`.
   * @returns undefined of one that was put aside, or that somebody has removed meanwhile.
   */
  open(name: string, identity: string): Promise<Uint8Array | undefined>;
  putAside(name: string): Promise<void>;
  /** Removes one for good; durable when this resolves. */
  remove(name: string): Promise<void>;
  waiting(): number;
}

export interface SpoolOptions {
  readonly folder: string;
  /** `age1…` to which everything is encrypted. */
  readonly recipient: string;
  /** Bounds of what lies in the folder. */
  readonly mostRecords?: number;
  readonly mostBytes?: number;
  readonly disk?: SpoolDisk;
}

// A record fills 8 KiB. Eleven minutes of the largest wave on record, 47 a second.
const defaults = { mostRecords: 32_768, mostBytes: 256 * 1024 * 1024, disk: nodeDisk };

/**
 * Opens the folder; makes it where it is not there. Files that were being written when a process ended are
 * removed: nobody was answered for them. One process at a time.
 *
 * A file says nothing: its name is random, its size one of few, its content encrypted to a key whose other half is
 * not in the folder. It bears the moments that every file bears.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, recipient, disk, ...bounds } = { ...defaults, ...options };
  const waiting = await readyFolder(folder, disk);
  const room = createRoom(bounds, await countSpool(folder));
  const sizes = new Map(waiting.map(({ name, bytes }) => [name, bytes]));
  const known = knownContents();
  const encrypter = encrypterTo(recipient);
  const sync = shareSync(() => disk.sync(folder));
  const fileOf = (name: string) => join(folder, recordFile(name));
  const forget = (name: string, isGone = true) => {
    // What was put aside still takes its room.
    if (isGone && sizes.has(name)) room.give(sizes.get(name) ?? 0);
    sizes.delete(name);
    known.forget(name);
  };

  async function write(content: Uint8Array, name: string): Promise<void> {
    const bytes = await encrypter.encrypt(pad(content));
    room.take(bytes.length);
    const draft = join(folder, draftFile(name));
    try {
      await disk.write(draft, bytes);
      await disk.rename(draft, fileOf(name));
      await sync();
      sizes.set(name, bytes.length);
    } catch (cause) {
      room.give(bytes.length);
      // Where even that fails, its sender was told too little and gets a mail that they did not expect.
      await Promise.allSettled([disk.remove(draft), disk.remove(fileOf(name))]);
      throw new NotSpooled(isOutOfRoom(cause) ? 'spool-no-room' : 'spool-disk', { cause });
    }
  }

  async function putAside(name: string): Promise<void> {
    const aside = join(folder, asideFolder);
    await disk.makeFolder(aside);
    await disk.rename(fileOf(name), join(aside, recordFile(name)));
    await disk.sync(aside);
    await sync();
    forget(name, false);
  }

  return {
    add(content, sameAs) {
      const name = randomBytes(16).toString('hex');
      return known.once(sameAs, name, () => write(content, name));
    },
    names: () => [...sizes.keys()],
    async open(name, identity) {
      const bytes = await ifThere(readFile(fileOf(name)));
      const content = bytes && (await decrypted(bytes, identity));
      if (bytes === undefined) forget(name);
      else if (content === undefined) await putAside(name);
      return content;
    },
    putAside,
    async remove(name) {
      await disk.remove(fileOf(name));
      await sync();
      forget(name);
    },
    waiting: () => sizes.size,
  };
}

/** @returns what waits in it. */
async function readyFolder(folder: string, disk: SpoolDisk): Promise<readonly WaitingFile[]> {
  await disk.makeFolder(folder);
  await disk.sync(dirname(folder));
  const found = await readSpool(folder);
  for (const draft of found.drafts) await disk.remove(join(folder, draft));
  return found.waiting;
}

function encrypterTo(recipient: string): Encrypter {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter;
}

async function decrypted(bytes: Buffer, identity: string): Promise<Uint8Array | undefined> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return unpad(await decrypter.decrypt(new Uint8Array(bytes)));
  } catch {
    return undefined;
  }
}

/** What may still be kept. Those being written count, or many at once would pass the bound together. */
function createRoom(
  { mostRecords, mostBytes }: { readonly mostRecords: number; readonly mostBytes: number },
  { waiting, aside, bytes }: SpoolCount,
) {
  const taken = { records: waiting + aside, bytes };
  return {
    take(more: number): void {
      if (taken.records >= mostRecords || taken.bytes + more > mostBytes) {
        throw new NotSpooled('spool-full');
      }
      taken.records += 1;
      taken.bytes += more;
    },
    give(back: number): void {
      taken.records -= 1;
      taken.bytes -= back;
    },
  };
}
