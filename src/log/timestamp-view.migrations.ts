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
  {
    name: '0053-log-times',
    sql: `
      -- When authorities stamped which size: what stood in the log by then, for pages.
      create view published.log_time as
        select t.size, t.url, t.stamped_at from log_timestamp t
        join log_checkpoint c using (size) where c.published_at is not null;
      grant select on published.log_time to countersign_reader;
    `,
  },
];
