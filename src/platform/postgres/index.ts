export type { PostgresConnection } from './connection.ts';
export { dataHolder, holdDataFolder, type DataHold, type DataHolder } from './data-holder.ts';
export { keepRunning } from './keep-running.ts';
export { PostgresError, type PostgresErrorCode } from './postgres-error.ts';
export type { Durability } from './settings.ts';
export {
  attachPostgres,
  startPostgres,
  type RunningPostgres,
  type StartPostgresOptions,
} from './start-postgres.ts';
