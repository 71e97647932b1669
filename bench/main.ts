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
// with every durability setting on. `--minutes 10` goes on signing, and replays the waves of signing, as long as the
// first of them was; `--only` one of its parts leaves the others out.
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new RangeError('"--minutes" expected a number above 0');
const { only } = values;
const parts = ['proof', 'recount', 'log', 'record', 'signing', 'waves', 'roll', 'backup', 'pages'];
if (only !== undefined && !parts.includes(only)) {
  throw new RangeError(`"--only" expected one of ${parts.join(', ')}`);
}
const isAsked = (part: string) => only === undefined || only === part;
if (isAsked('proof')) await benchProof();
if (isAsked('recount')) await benchRecount();
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
const postgres = await startPostgres({ dataDir, as: 'bench' });
try {
  const database = openDatabase(postgres.connection, (error) => {
    throw error;
  });
  await migrate(database.pool, allMigrations);
  if (isAsked('log')) await benchLog(database.db);
  if (isAsked('record')) await benchRecord(database.db);
  if (isAsked('signing')) await benchSigning(postgres.connection, minutes);
  if (isAsked('waves')) await benchWaves(postgres.connection, minutes);
  if (isAsked('roll')) await benchRoll(database.db);
  await database.close();
  if (isAsked('backup')) await benchBackup(postgres.connection);
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
if (isAsked('pages')) await benchPages();
