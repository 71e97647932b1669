import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
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
import { benchWaves } from './waves.ts';

// npm run bench: each figure beside a reference measured in the same run, on a database of its own
// with every durability setting on. `--minutes 10` replays the waves of signing as long as the first of them was;
// `--only signing` measures signing and nothing else.
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new RangeError('"--minutes" expected a number above 0');
const isWhole = values.only === undefined;
if (!isWhole && values.only !== 'signing') throw new RangeError('"--only" expected "signing"');
if (isWhole) {
  await benchProof();
  await benchRecount();
}
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
const postgres = await startPostgres({ dataDir, as: 'bench' });
try {
  const database = openDatabase(postgres.connection, (error) => {
    throw error;
  });
  await migrate(database.pool, allMigrations);
  if (isWhole) {
    await benchLog(database.db);
    await benchRecord(database.db);
  }
  await benchSigning(postgres.connection);
  await benchWaves(postgres.connection, minutes);
  if (isWhole) await benchRoll(database.db);
  await database.close();
  if (isWhole) await benchBackup(postgres.connection);
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
if (isWhole) await benchPages();
