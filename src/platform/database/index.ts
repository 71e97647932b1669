export { answeredWithin } from './answered-within.ts';
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
export { asUnfit } from './fitness.ts';
export { isDatabaseAway } from './is-away.ts';
export { keptPlan, withKeptPlan } from './kept-plan.ts';
export { asCount, asUid, asUids, isKeepable } from './keepable.ts';
export {
  readPage,
  rowsBeyond,
  type Page,
  type Place,
  type SortOrder,
  type SortPosition,
} from './place.ts';
export {
  openReadSide,
  type ReadSide,
  type ReadSideOptions,
  type ReplicaTrouble,
} from './read-side.ts';
export { applySteps, migrate, type Migration } from './migrate.ts';
export { platformMigrations } from './platform.migrations.ts';
export type { DB as Schema } from './schema.gen.ts';
