import type { Migration } from '#platform/database';

export const revisionMigrations: readonly Migration[] = [
  {
    name: '0030-public-revision',
    sql: `
      -- Counts the changes of the public record, so that a replica can be asked how far it is.
      alter table published.instance add column revision bigint not null default 0;
    `,
  },
];
