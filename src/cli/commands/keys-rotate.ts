import { resealAccountSecrets } from '#accounts';
import { restrictedFiles, storeAnew } from '#evidence';
import { resealLetterSecrets } from '#letters';
import { BlobRefusal, type BlobStore } from '#platform/blobs';
import type { Db } from '#platform/database';
import { dataHolder } from '#platform/postgres';
import { addKey, dropOlderKeys, loadOrCreateKeyRing, type KeyRing } from '#platform/sealing';
import { refuse } from '../cli-refusal.ts';
import type { Call, Command } from '../command.ts';
import { counted } from '../counted.ts';
import type { ExitName } from '../exit-codes.ts';
import { leftovers } from '../keys-in-use.ts';
import { rotating } from '../rotation-lock.ts';
import type { Terminal } from '../terminal.ts';

export const keysRotate: Command = {
  name: 'keys rotate',
  summary: 'Make a new master key and seal everything under it.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    'remove-leftovers': {
      meaning: 'Remove files under the old key which no copy rests on, left by a run cut short.',
    },
  },
  details: `Stop the server first; once the new key is made it may run again. Broken off, it goes on where
it was when it is run again. The old key is forgotten when nothing is under it any more: keep the
old key file with the unencrypted backups made before, and back up the new one. No backup can be
made meanwhile.`,
  async run(call) {
    const { db } = await call.open();
    return rotating(db, () => rotate(call, db));
  },
};

async function rotate(call: Call, db: Db): Promise<ExitName> {
  const { terminal, config, installation } = call;
  const file = installation.masterKeyFile(config);
  const ring = await begin(call, file);
  const blobs = await installation.openBlobs(config, ring);
  const bar = terminal.progress('Sealing second factors');
  const secrets = await resealAccountSecrets(db, installation.accountSealer(ring), (done, total) =>
    bar.at(done, total),
  );
  bar.end();
  const letters = await resealLetterSecrets(db, installation.letterSealer(ring));
  const { files, damaged } = await storeAllAnew(db, blobs, ring, terminal);
  const left = await leftovers(db, blobs, ring.current.id);
  if (call.flag('remove-leftovers')) {
    for (const key of left.splice(0)) await blobs.delete(key);
  }
  const isDone = damaged === 0 && left.length === 0;
  if (isDone) await dropOlderKeys(file);
  const done = [
    counted(secrets, 'second factor'),
    counted(letters, 'secret of a letter', 'secrets of letters'),
    counted(files, 'restricted file'),
  ];
  terminal.line(`Sealed anew: ${done.join(', ')}.`);
  if (damaged > 0) {
    terminal.note(
      `${damaged} restricted files are damaged and were left as they are. The old key stays; bring them back from a backup and run this again.`,
    );
  }
  if (left.length > 0) {
    terminal.note(
      `${left.length} files under the old key belong to no copy. The old key stays; --remove-leftovers removes them.`,
    );
  }
  if (isDone) terminal.line(`The master key is ${ring.current.id} now. Back up ${file}.`);
  terminal.value({
    current: ring.current.id,
    done: isDone,
    ...{ secrets, letters, files, damaged, leftovers: left.length },
  });
  return isDone ? 'ok' : 'partly';
}

/** The ring of the rotation under way, or of a new one. */
async function begin({ config, terminal }: Call, file: string): Promise<KeyRing> {
  const ring = await loadOrCreateKeyRing(file);
  if (ring.older.length > 0) {
    terminal.note('A rotation was begun earlier; it goes on.');
    return ring;
  }
  // A server has read the keys when it started: it would seal under the old one, and open nothing new.
  const serverRuns = () => dataHolder(config.dataDir)?.as === 'server';
  if (serverRuns()) refuse('cli-server-runs');
  const wider = await addKey(file);
  if (serverRuns()) refuse('cli-server-restart');
  terminal.note('The new key is made. The server may run again while the rest is done.');
  return wider;
}

async function storeAllAnew(
  db: Db,
  blobs: BlobStore,
  ring: KeyRing,
  terminal: Terminal,
): Promise<{ files: number; damaged: number }> {
  const all = await restrictedFiles(db);
  const bar = terminal.progress('Encrypting restricted files');
  let [files, damaged] = [0, 0];
  for (const [index, file] of all.entries()) {
    try {
      // One at a time: each is as large as a recording, and the server must not be slowed down.
      const isNew = (await blobs.keyId(file.key)) === ring.current.id;
      if (!isNew && (await storeAnew(db, blobs, file))) files += 1;
    } catch (error) {
      if (!(error instanceof BlobRefusal) || error.code === 'blob-full') throw error;
      damaged += 1;
    }
    bar.at(index + 1, all.length);
  }
  bar.end();
  return { files, damaged };
}
