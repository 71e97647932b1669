import type { Migration } from '#platform/database';

export const traceMigrations: readonly Migration[] = [
  {
    name: '0023-traces',
    sql: `
      -- Words of each edition, folded by the program as names are: where a person who is taken back is
      -- still named in what others are quoted with. They leave with the edition.
      create table edition_words (
        edition uuid primary key references published.edition on delete cascade,
        words tsvector not null
      );
      create index on edition_words using gin (words);

      -- A name of one who was taken back that stays in somebody else's words on purpose. The print is
      -- of those words: when they change, it is asked again.
      create table kept_trace (
        removed uuid not null,
        subject uuid not null,
        thing uuid not null,
        print bytea not null check (octet_length(print) = 32),
        reason text not null check (length(reason) between 1 and 2000),
        account_id bigint not null references account,
        at timestamptz not null default now(),
        primary key (removed, subject, thing, print)
      );
    `,
  },
];
