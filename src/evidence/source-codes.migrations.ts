import type { Migration } from '#platform/database';

export const sourceCodeMigrations: readonly Migration[] = [
  {
    name: '0014-source-codes',
    sql: `
      -- "Not assessed" as the vocabulary calls it; the word that stood here was no code of it.
      alter table source alter column reliability set default '990000000000';
      update source set reliability = '990000000000' where reliability = 'unknown';
    `,
  },
];
