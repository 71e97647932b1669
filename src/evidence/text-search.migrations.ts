import type { Migration } from '#platform/database';

export const textSearchMigrations: readonly Migration[] = [
  {
    name: '0010-search',
    sql: `
      -- Words of texts and of what describes a source, folded by the program as names are, because
      -- no dictionary of PostgreSQL folds Persian letters or knows Persian stems. The words go in as
      -- they are (array_to_tsvector): its own parser would split them by rules of English.
      --
      -- tsvector with GIN, not trigrams: of 200,000 pieces (430 MB of text) a search of two words
      -- takes 3 ms against 250 ms, for a trigram of a long text is in nearly every text and each
      -- candidate has to be read. The price: words are found by their beginning, not their middle.
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
