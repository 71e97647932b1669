import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate, openDatabase } from '#platform/database';
import { startPostgres } from '#platform/postgres';
import { allMigrations } from '../src/migrations.ts';
import { benchBackup } from './backup.ts';
import { benchRecount } from './letter.ts';
import { benchLog } from './log.ts';
import { benchPages } from './pages.ts';
import { benchProof } from './proof.ts';
import { benchRecord } from './record.ts';
import { benchRoll } from './roll.ts';
import { benchSigning } from './signing.ts';

// npm run bench: each figure beside a reference measured in the same run, on a database of its own
// with every durability setting on.
await benchProof();
await benchRecount();
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
const postgres = await startPostgres({ dataDir, as: 'bench' });
try {
  const database = openDatabase(postgres.connection, (error) => {
    throw error;
  });
  await migrate(database.pool, allMigrations);
  await benchLog(database.db);
  await benchRecord(database.db);
  await benchSigning(database.db, postgres.connection);
  await benchRoll(database.db);
  await database.close();
  await benchBackup(postgres.connection);
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
await benchPages();
