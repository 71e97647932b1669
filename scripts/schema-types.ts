import { spawnSync } from 'node:child_process';
import { Pool } from 'pg';
import { migrate } from '#platform/database';
import { allMigrations } from '../src/migrations.ts';

// Writes (or with --verify checks) src/platform/database/schema.gen.ts from a database that holds
// every migration. The tests run it against their template; a developer gives the address of a
// scratch database.
const [url, mode] = process.argv.slice(2);
if (url === undefined) {
  console.error('Usage: node scripts/run.mjs scripts/schema-types.ts postgresql://… [--verify]');
  process.exit(2);
}

const pool = new Pool({ connectionString: url });
await migrate(pool, allMigrations);
await pool.end();

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    ...['--dialect', 'postgres', '--url', url, '--date-parser', 'string'],
    ...['--default-schema', 'public', '--exclude-pattern', 'pgboss.*'],
    ...['--out-file', 'src/platform/database/schema.gen.ts'],
    ...(mode === '--verify' ? ['--verify'] : []),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
