import type { Migration } from '#platform/database';

export const spoolMigrations: readonly Migration[] = [
  {
    name: '0082-letter-spool',
    sql: `
      -- The key to which forms are encrypted that wait in a folder while this database is away. Its half that
      -- opens them is here alone, sealed under the master key: folder and master key open nothing.
      create table letter_spool_key (
        id smallint primary key default 1 check (id = 1),
        recipient text not null,
        identity text not null
      );

      -- Records that were taken in and whose file may not be gone yet, by their random names: taken in once,
      -- whatever ends the process in between.
      create table letter_spooled (
        record uuid primary key,
        taken_at timestamptz not null default now()
      );
    `,
  },
];
