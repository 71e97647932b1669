export {
  asReader,
  inTransaction,
  isReader,
  openDatabase,
  readerRole,
  type ConnectionOptions,
  type Database,
  type Db,
  type Tx,
} from './connection.ts';
export { asCount, asUid, asUids, isKeepable } from './keepable.ts';
export { applySteps, migrate, type Migration } from './migrate.ts';
export { platformMigrations } from './platform.migrations.ts';
export type { DB as Schema } from './schema.gen.ts';
