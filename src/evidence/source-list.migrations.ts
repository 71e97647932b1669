import type { Migration } from '#platform/database';

export const sourceListMigrations: readonly Migration[] = [
  {
    name: '0032-source-list',
    sql: `
      -- The inbox in its order: a deep page costs what the first one does.
      create index source_in_order on source (changed_at desc, id desc);
    `,
  },
];
