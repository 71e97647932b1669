import type { Migration } from '#platform/database';

export const textSearchMigrations: readonly Migration[] = [
  {
    name: '0010-search',
    sql: `
      -- Words of texts and of what describes a source, folded by the program as names are, because
      -- no dictionary of PostgreSQL folds Persian letters or knows Persian stems. The words go in as
      -- they are (array_to_tsvector): its own parser would split them by rules of English.
      --
      -- tsvector with GIN, not trigrams. Over 40,000 pieces (103 MB of made-up text, PostgreSQL 18)
      -- both answer two rare words from the index (0.1 ms against 3 ms), but the index of words is a
      -- fifth of the size (27 MB against 135 MB), took half the time to build (36 s against 81 s), and
      -- spares a second, folded copy of every text, which trigrams would be rechecked against. The
      -- price: a word is found by its beginning, not by its middle.
      create table search_piece (
        id bigint generated always as identity primary key,
        source_id bigint not null references source,
        -- Null: title, authors, publisher of the source.
        layer_id bigint references text_layer,
        -- Where it stands in the text, in code points.
        start_offset integer not null default 0,
        end_offset integer not null default 0,
        words tsvector not null
      );
      create index on search_piece using gin (words);
      create index on search_piece (source_id) where layer_id is null;
      create index on search_piece (layer_id) where layer_id is not null;
    `,
  },
];
