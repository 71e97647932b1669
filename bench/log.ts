import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { node } from '@countersign/proof/node';
import { enqueueEntries, openFileSigner, openTreeFolder, proveEdition, type NewEntry } from '#log';
import type { Db } from '#platform/database';
// The rounds themselves are no part of the face: nobody but the sequencer runs them.
import { publishNewest } from '../src/log/publish-checkpoint.ts';
import { newMemory, runRound, type SequencerMemory } from '../src/log/sequencer/run-round.ts';
import { benchCountersigner } from './countersigner.ts';
import { report, time } from './timing.ts';

const batched = 65_536;

/** The log on real disks: batched appends, one entry signed and proven, a countersigner's answers. */
export async function benchLog(db: Db): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-log-'));
  const signer = await openFileSigner(path.join(folder, 'keys'));
  const parts = { db, files: openTreeFolder(path.join(folder, 'log')), signer };
  try {
    const reference = await benchReference(db);
    await benchBatched(parts, reference, 'entries that no register tells of', plain);
    await benchBatched(parts, reference, 'editions, with their register', edition);
    await benchSingle(parts, reference);
    await benchCountersigner(folder);
  } finally {
    await signer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchReference(db: Db) {
  const reference = await time(300, () =>
    sql`insert into log_alarm (kind, origin, digest) values ('bench', '', ${Buffer.from(randomUUID())})`.execute(
      db,
    ),
  );
  report('Reference: one row committed', reference);
  return reference;
}

type Parts = Parameters<typeof runRound>[0];

async function drain(parts: Parts, memory: SequencerMemory): Promise<void> {
  while ((await runRound(parts, memory)) !== undefined);
}

async function benchBatched(
  parts: Parts,
  reference: { readonly median: number },
  what: string,
  make: () => NewEntry,
): Promise<void> {
  const memory = newMemory();
  const queueBegun = performance.now();
  for (let at = 0; at < batched; at += 8_192) {
    await parts.db
      .transaction()
      .execute((tx) => enqueueEntries(tx, Array.from({ length: 8_192 }, make)));
  }
  const queued = (performance.now() - queueBegun) / 1000;
  const begun = performance.now();
  await drain(parts, memory);
  const seconds = (performance.now() - begun) / 1000;
  const perSecond = batched / seconds;
  const ratio = perSecond / (1000 / reference.median);
  console.log(
    `Log append, ${what}, batched and durable: ${Math.round(perSecond)} entries/s, ${ratio.toFixed(1)} × single-row commits (target 20000 entries/s)`,
  );
  console.log(`Committing to entries and queueing them: ${Math.round(batched / queued)} entries/s`);
}

async function benchSingle(parts: Parts, reference: Parameters<typeof report>[2]): Promise<void> {
  const memory = newMemory();
  await drain(parts, memory);
  // What the server does by itself within a minute of so many entries (autovacuum).
  await sql`vacuum log_entry`.execute(parts.db);
  const subjects: string[] = [];
  const signed = await time(300, async () => {
    const entry = edition();
    subjects.push(entry.fields.subject);
    await parts.db.transaction().execute((tx) => enqueueEntries(tx, [entry]));
    await runRound(parts, memory, true);
  });
  report('One entry queued, placed, written and signed', signed, reference, '< 10 ms median');
  await publishNewest(parts.db);
  const proven = await time(60, (index) =>
    proveEdition(parts.db, parts.files, subjects[index] ?? ''),
  );
  report('Its whole proof, register included', proven, reference);
}

function plain(): NewEntry {
  const root = Buffer.from(node.sha256(Buffer.from(randomUUID()))).toString('base64');
  return { kind: 'batch', fields: { root } };
}

function edition() {
  const subject = randomUUID();
  return {
    kind: 'edition-published',
    fields: {
      subject,
      'subject-kind': 'person',
      edition: randomUUID(),
      number: 1,
      hash: Buffer.from(node.sha256(Buffer.from(subject))).toString('base64'),
    },
  } as const satisfies NewEntry;
}
