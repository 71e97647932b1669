import type { Migration } from '#platform/database';

export const retentionDecidedMigrations: readonly Migration[] = [
  {
    name: '0094-retention-decided',
    sql: `
      -- When the last day was decided on: one that had passed by then was meant to erase at once, whatever the
      -- clock did since.
      alter table letter_retention add column decided_at timestamptz;
    `,
  },
];
