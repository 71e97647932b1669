import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseRollHead } from '@countersign/letter';
import {
  bundlePath,
  changedBundles,
  changedTiles,
  parseEntryBundle,
  parseLogEntry,
  parseSignedCheckpoint,
  tilePath,
} from '@countersign/proof';
import {
  decideAnything,
  decideVersion,
  leaveLetter,
  listVersions,
  makeRolls,
  proposeLetter,
  proposeVersion,
  readDraft,
  saveDraft,
} from '#letters';
import { openTestLog } from '../../src/log/log.fixture.ts';
import { inDatabase, onServer, startTestServer } from '../database/test-server.ts';
import { openLetterWorld, type LetterWorld } from '../letters/signed-letter.ts';

/** Files by their path below an instance's address, with `policy`, and `letter`: its id. */
export type RollFiles = ReadonlyMap<string, Uint8Array>;

export interface LetterRoll {
  readonly files: RollFiles;
  /** `roll.json` as it was before the last count. */
  readonly stale: Uint8Array;
}

/**
 * Has a real instance publish a letter in two versions, signed in each way and left in two, and reads
 * as a stranger does all that recounting it needs.
 */
export async function writeLetterRoll(): Promise<LetterRoll> {
  const { server, end } = await startTestServer(process.env['COUNTERSIGN_TEST_DATABASE_URL']);
  const name = `interop_${randomBytes(6).toString('hex')}`;
  try {
    await onServer(server.connection, `create database ${name} template ${server.template}`);
    const created = {
      options: inDatabase(server.connection, name),
      drop: () => onServer(server.connection, `drop database ${name} with (force)`),
    };
    const world = await openLetterWorld(() => openTestLog(() => Promise.resolve(created)));
    try {
      return await signAndRead(world);
    } finally {
      await world.close();
    }
  } finally {
    await end();
  }
}

async function signAndRead(world: LetterWorld): Promise<LetterRoll> {
  const letter = await world.openLetter();
  const other = await world.openLetter();
  const count = async () => {
    await world.publish();
    await makeRolls(world.db);
    await world.publish();
  };
  const links: string[] = [];
  for (const [at, appearance] of ['named', 'named', 'named', 'counted', 'described'].entries()) {
    links.push(await world.sign(letter, `s${at}@example.org`, appearance));
    await world.sign(other, `s${at}@example.org`, appearance);
  }
  await world.night();
  await count();
  const next = { letter: letter.letter, text: await publishNext(world, letter.letter) };
  await world.sign(next, 's1@example.org', 'named');
  await world.sign(next, 's3@example.org', 'counted');
  await world.sign(next, 's9@example.org', 'organisers');
  await world.night();
  await count();
  const stale = await need(world, `letters/${letter.letter}/roll.json`);
  const leave = (link: string | undefined, how: 'forced' | 'disowned') =>
    world.db.transaction().execute((tx) => leaveLetter(tx, world.sealer, link ?? '', how));
  await leave(links[0], 'forced');
  await leave(links[4], 'disowned');
  await count();
  // A later count, of another letter, for who looks for a later one of this.
  await world.sign(other, 's8@example.org', 'named');
  await count();
  return { files: await readFiles(world, letter.letter), stale };
}

/** Publishes a second version of a letter. @returns the hash of its text. */
async function publishNext(world: LetterWorld, letter: string): Promise<string> {
  const { db, author, second } = world;
  const approve = { approve: true, comment: '' };
  await db.transaction().execute(async (tx) => {
    const draft = await readDraft(tx, author, letter, 'en');
    const text = {
      ...{ title: 'To those who can act', addressees: ['The ministers of culture'] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help now.' }] }],
      ...{ demands: ['Release them.'], initiators: ['A film school'] },
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: draft?.revision ?? 1 });
    const change = { change: 'demand', note: 'Says when' } as const;
    const version = await proposeVersion(tx, author, letter, { language: 'en', ...change });
    await decideVersion(tx, second, version, approve);
    const decision = await proposeLetter(
      tx,
      author,
      {
        ...{ kind: 'correct', title: 'A call', audience: 'public', basis: 'public-interest' },
        ...{ basisReason: 'An open letter', riskNote: 'None', reviewOn: '2190-01-01' },
        publicReason: 'Says when',
      },
      letter,
    );
    await decideAnything(tx, second, decision, approve);
  });
  await world.publish();
  return (await listVersions(db, author, letter)).find(({ number }) => number === 2)?.hash ?? '';
}

async function need({ read }: LetterWorld, from: string): Promise<Uint8Array> {
  const body = await read(from, 2 ** 26);
  if (body === undefined) throw new Error(`the instance does not serve ${from}`);
  return body;
}

async function readFiles(world: LetterWorld, letter: string): Promise<RollFiles> {
  const files = new Map<string, Uint8Array>();
  const text = (value: string) => new Uint8Array(Buffer.from(value));
  files.set('letter', text(letter));
  files.set('policy', text(`log ${world.log.signer.verifierKey}\nquorum none\n`));
  const take = async (from: string) => {
    const body = await need(world, from);
    files.set(from, body);
    return body;
  };
  const roll: { head: string } = JSON.parse(
    Buffer.from(await take(`letters/${letter}/roll.json`)).toString(),
  );
  const { parts, batches } = parseRollHead(roll.head);
  for (const { sha256 } of parts) await take(`letters/${letter}/roll/${sha256}`);
  for (const { entry } of batches) await take(`log/batch/${entry}`);
  await take('log/successions');
  await take(`dossier/${letter}.json`);
  await take(`log/proof/${letter}`);
  const { size } = parseSignedCheckpoint(await take('log/checkpoint')).checkpoint;
  for (const tile of changedTiles(0n, size)) await take(`log/${tilePath(tile)}`);
  for (const tile of changedBundles(0n, size)) {
    const bundle = await take(`log/${bundlePath(tile)}`);
    for (const { id, kind } of parseEntryBundle(bundle, tile.width).map(parseLogEntry)) {
      if (kind === 'count' || kind === 'batch') await take(`log/opening/${id}`);
    }
  }
  return files;
}

/** Writes files under a folder. */
export function saveFiles(folder: string, files: RollFiles): void {
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
