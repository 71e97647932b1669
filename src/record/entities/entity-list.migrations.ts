import type { Migration } from '#platform/database';

export const entityListMigrations: readonly Migration[] = [
  {
    name: '0011-entity-list',
    sql: `
      -- The name a list is sorted by: the first rendering of the caption's first text. Made by the
      -- database of the caption beside it, so that the projection need not know.
      create function sort_name(caption jsonb) returns text language sql immutable as $$
        select lower(name.value) from jsonb_each_text(caption -> 0 -> 'byLanguage') as name
        where caption -> 0 ->> 'type' = 'text' order by name.key collate "C" limit 1
      $$;
      alter table profile add column sort_name text generated always as (sort_name(caption)) stored;
      create index profile_by_name on profile (kind, sort_name collate "und-x-icu", entity_id);
      create index profile_by_day on profile (kind, starts desc nulls last, entity_id desc);
    `,
  },
];
