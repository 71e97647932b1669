// Starts PostgreSQL on the data folder given, says so in one line of JSON, and keeps it until told to
// stop: what the server does, without the rest of it.
import { onStopRequest } from '#platform/lifetime';
import { PostgresError, startPostgres } from '#platform/postgres';

const [dataDir = '', as = 'keeper'] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const began = performance.now();
  const postgres = await startPostgres({ dataDir, as });
  const tookMs = Math.round(performance.now() - began);
  const stay = setInterval(() => {}, 60_000);
  onStopRequest(
    () => {
      void postgres.stop().then(() => clearInterval(stay));
    },
    () => process.exit(1),
  );
  const { connection, adopted, pid } = postgres;
  say({ connection, adopted, pid, tookMs });
} catch (error) {
  if (!(error instanceof PostgresError)) throw error;
  say({ refused: error.code, message: error.message });
  process.exitCode = 1;
}
