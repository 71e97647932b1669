import type { Migration } from '#platform/database';

export const nameSoundMigrations: readonly Migration[] = [
  {
    name: '0057-record-name-sounds',
    sql: `
      -- How a name sounds, whole words and beginnings, for finding it in another spelling or script.
      -- Reckoned by the program; null where it has yet to be.
      alter table name_entry add column sounds text[];
      create index name_entry_sounds on name_entry using gin (sounds);
      create index name_entry_unsounded on name_entry (claim_id) where sounds is null;
    `,
  },
];
