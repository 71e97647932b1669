import type { ClientBase } from 'pg';
import type { Migration } from '#platform/database';
import type { KeyRing } from '#platform/sealing';
import type { BackupHeader } from './archive/header.ts';
import { refuse } from './backup-refusal.ts';
import { listMarks, marksOf } from './key-mark.ts';
import {
  listSequences,
  listTables,
  plainName,
  serverVersion,
  type Table,
} from './tables/catalog.ts';

/** PostgreSQL 15, as `server_version_num` has it. */
const oldestServer = 150_000;

/** The steps of the schema before the rows come, and those after. */
export interface Steps {
  readonly before: readonly Migration[];
  readonly after: readonly Migration[];
}

/**
 * Which steps the backup's rows need and which they have yet to go through.
 *
 * @throws BackupRefusal `backup-newer` when it has gone through steps that this program does not know.
 */
export function planSteps(header: BackupHeader, known: readonly Migration[]): Steps {
  const applied = new Set(header.migrations);
  const unknown = header.migrations.filter((name) => known.every((step) => step.name !== name));
  const [first] = unknown;
  if (first !== undefined) refuse('backup-newer', { step: first, count: unknown.length });
  return {
    before: known.filter(({ name }) => applied.has(name)),
    after: known.filter(({ name }) => !applied.has(name)),
  };
}

/** @throws BackupRefusal `restore-postgres-old`. */
export async function refuseOldServer(client: ClientBase): Promise<void> {
  const { number, text } = await serverVersion(client);
  if (number < oldestServer) refuse('restore-postgres-old', { version: text });
}

/**
 * Holds the tables and counters that a header names against those that the steps have made.
 *
 * Attacker: whoever hands over an archive. After this, every name in it is one of ours.
 *
 * @throws BackupRefusal `backup-altered` naming the header.
 */
export async function refuseStrangers(
  client: ClientBase,
  header: BackupHeader,
  member: string,
): Promise<Table[]> {
  const ours = new Map((await listTables(client)).map((table) => [plainName(table), table]));
  const counters = new Set(
    (await listSequences(client)).map(({ schema, name }) => `${schema}.${name}`),
  );
  const isOurs = header.sequences.every(({ schema, name }) => counters.has(`${schema}.${name}`));
  if (!isOurs) refuse('backup-altered', { member, at: 'in' });
  return header.tables.map(({ schema, table, columns }) => {
    const there = ours.get(plainName({ schema, table }));
    const same =
      there !== undefined &&
      there.columns.length === columns.length &&
      new Set([...there.columns, ...columns]).size === columns.length;
    if (!same) refuse('backup-altered', { member, at: 'in' });
    return { schema, table, columns, bytes: 0 };
  });
}

/**
 * Sees to it that every master key of the backup is at hand, before anything is written.
 *
 * @param present the keys that lie in `file`.
 * @throws BackupRefusal `restore-key-missing`, `restore-key-other`.
 */
export function refuseWithoutKey(
  header: BackupHeader,
  present: KeyRing | undefined,
  file: string,
): void {
  const wanted = listMarks(header);
  if (wanted.length === 0) return;
  if (present === undefined) refuse('restore-key-missing', { file });
  const there = new Set(listMarks(marksOf(present)));
  if (wanted.some((mark) => !there.has(mark))) refuse('restore-key-other', { file });
}
