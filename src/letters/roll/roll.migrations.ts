import type { Migration } from '#platform/database';

export const rollMigrations: readonly Migration[] = [
  {
    name: '0068-letter-roll',
    sql: `
      -- Rolls of letters (spec/count.md). The newest is made; readers get the newest whose count is in a
      -- published tree; older ones are dropped.
      create table letter_roll (
        id bigint generated always as identity primary key,
        letter_id bigint not null references letter,
        -- Canonical JSON; the log has counted its hash in this entry. No reference: a log can begin anew.
        head text not null,
        entry uuid not null,
        -- Entries of the tree up to which signatures were looked for since.
        looked bigint not null check (looked >= 0),
        made_at timestamptz not null default now()
      );
      create index letter_roll_newest on letter_roll (letter_id, id desc);

      -- Lines of one or more rolls, under their SHA-256. They hold no name.
      create table letter_roll_part (
        letter_id bigint not null references letter,
        hash bytea not null check (octet_length(hash) = 32),
        body bytea not null,
        -- Lines of each class of the head.
        counts integer[] not null,
        primary key (letter_id, hash)
      );
      alter table letter_roll_part alter column body set storage external;

      -- Lines that the next roll must not have any more. The roll that is served has them still; the row
      -- goes when the next one is made.
      create table letter_roll_gone (
        id bigint generated always as identity primary key,
        letter_id bigint not null references letter,
        batch uuid,
        place bigint not null
      );
      create index letter_roll_gone_letter on letter_roll_gone (letter_id);

      create index letter_signature_entry on letter_signature (entry) where entry is not null;

      create view published.letter_roll as
        select l.uid as letter, newest.head, newest.entry, newest.place, newest.made_at
        from letter l cross join lateral (
          select r.head, r.entry, e.place, r.made_at
          from letter_roll r join log_entry e on e.entry = r.entry
          where r.letter_id = l.id
            and e.place < (select max(size) from log_checkpoint where published_at is not null)
          order by r.id desc limit 1) newest
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_roll_part as
        select l.uid as letter, p.hash, p.body
        from letter_roll_part p join letter l on l.id = p.letter_id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      grant select on published.letter_roll, published.letter_roll_part to countersign_reader;
    `,
  },
];
