import type { Migration } from '#platform/database';

export const timestampViewMigrations: readonly Migration[] = [
  {
    name: '0047-timestamp-view',
    sql: `
      -- Timestamps over the newest published checkpoint, for dossiers.
      create or replace view published.log_timestamp as
        select t.size, t.url, t.token, t.stamped_at
        from log_timestamp t where t.size = (select size from published.log_checkpoint);
      grant select on published.log_timestamp to countersign_reader;
    `,
  },
];
