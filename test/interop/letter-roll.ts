import { randomBytes } from 'node:crypto';
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
import { writeLies, type LyingRoll } from './lying-rolls.ts';
import { readFiles, type RollFiles } from './roll-files.ts';

export interface LetterRoll {
  readonly files: RollFiles;
  /** The roll, with its parts, as it was before the last count; beside the log of today. */
  readonly stale: RollFiles;
  /** Rolls that are false, and counted by the log. */
  readonly lies: readonly LyingRoll[];
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
  await world.sign(next, 's10@example.org', 'named');
  await world.sign(next, 's11@example.org', 'named');
  await world.night();
  await count();
  const before = await readFiles(world, letter.letter);
  const leave = (link: string | undefined, how: 'forced' | 'disowned') =>
    world.db.transaction().execute((tx) => leaveLetter(tx, world.sealer, link ?? '', how));
  await leave(links[0], 'forced');
  await leave(links[4], 'disowned');
  await count();
  // A later count, of another letter, for who looks for a later one of this.
  await world.sign(other, 's8@example.org', 'named');
  await count();
  const files = await readFiles(world, letter.letter);
  const older = [...before].filter(([name]) => name.startsWith('letters/'));
  const stale = new Map([...files, ...older]);
  return { files, stale, lies: await writeLies(world, letter.letter) };
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
