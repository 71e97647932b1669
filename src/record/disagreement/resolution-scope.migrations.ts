import type { Migration } from '#platform/database';

export const resolutionScopeMigrations: readonly Migration[] = [
  {
    name: '0012-resolution-scopes',
    sql: `
      -- The scopes of the claims a decision was made over. Its reason speaks of them, so it holds for
      -- those who may see them all and does not exist for anyone else, readers included.
      alter table resolution add column scopes integer[] not null default '{}';
      alter table resolution disable trigger resolution_append_only;
      update resolution r set scopes = array(
        select distinct c.scope_id from claim c
        where c.entity_id = r.entity_id and c.property = r.property order by 1);
      alter table resolution enable trigger resolution_append_only;
      alter table resolution alter column scopes drop default;

      -- An entry of an index holds 2,700 bytes; a title may run to ten thousand signs.
      create or replace function sort_name(caption jsonb) returns text language sql immutable as $$
        select left(lower(name.value), 200) from jsonb_each_text(caption -> 0 -> 'byLanguage') as name
        where caption -> 0 ->> 'type' = 'text' order by name.key collate "C" limit 1
      $$;
    `,
  },
];
