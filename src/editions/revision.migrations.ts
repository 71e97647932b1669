import type { Migration } from '#platform/database';

export const revisionMigrations: readonly Migration[] = [
  {
    name: '0030-public-revision',
    sql: `
      -- Counts the changes of the public record, so that a replica can be asked how far it is.
      alter table published.instance add column revision bigint not null default 0;
    `,
  },
  {
    name: '0031-public-lists',
    sql: `
      -- The lists of readers in their orders: a deep page costs what the first one does.
      create index subject_by_name on published.subject (kind, left(folded, 200), subject)
        where edition is not null;
      create index subject_by_day on published.subject (kind, starts desc nulls last, subject desc)
        where edition is not null;
      drop index published.subject_kind_starts_idx;
    `,
  },
  {
    name: '0050-name-sounds',
    sql: `
      -- How the names sound, for other spellings and scripts. Null until the program has written it.
      alter table published.subject add column sounds text[];
      update published.subject set sounds = '{}' where edition is null;
      create index on published.subject using gin (sounds);
      -- What changed last, for those who follow the record.
      create index on published.edition (published_at desc, uid) where kind <> 'source';
      create index on published.subject (removed_at desc, subject) where removed_at is not null;
      -- The words of editions take in addresses of sources from now on: the program writes them again.
      delete from edition_words;
    `,
  },
];
