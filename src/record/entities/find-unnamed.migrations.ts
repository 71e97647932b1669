import type { Migration } from '#platform/database';

export const findUnnamedMigrations: readonly Migration[] = [
  {
    name: '0050-find-unnamed',
    sql: `
      -- Acts and steps by their type, the newest first; their caption begins with it.
      create index profile_by_term on profile (kind, (caption -> 0 ->> 'code'), starts desc nulls last)
        where caption -> 0 ->> 'type' = 'term';

      -- The newest that speak of somebody, without sorting all that do.
      create index claim_by_value_entity on claim (value_entity_id, id)
        where value_entity_id is not null;
      drop index claim_value_entity_id_idx;
    `,
  },
];
