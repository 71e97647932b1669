import type { Migration } from '#platform/database';

export const returnedMigrations: readonly Migration[] = [
  {
    name: '0051-returned',
    sql: `
      -- A refused claim that its author leaves at that; until then it is returned to them.
      create table claim_laid_aside (
        claim_id bigint primary key references claim on delete cascade,
        at timestamptz not null default now()
      );
      create index claim_rejected on claim (author_id, id) where state = 'rejected';
    `,
  },
];
