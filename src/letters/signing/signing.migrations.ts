import type { Migration } from '#platform/database';

export const signingMigrations: readonly Migration[] = [
  {
    name: '0065-signing',
    sql: `
      -- A letter that people can sign. Its secret is sealed under the master key; everything that could
      -- tell who signed hangs on it, and is gone when it is destroyed.
      create table letter_signing (
        letter_id bigint primary key references letter,
        state text not null default 'open' check (state in ('open','paused','closed')),
        -- Told to whoever comes to sign while it is paused.
        message text not null default '' check (length(message) <= 500),
        -- Nobody's name is shown, whatever each of them chose.
        names_hidden boolean not null default false,
        secret text not null,
        opened_by bigint not null references account,
        opened_at timestamptz not null default now(),
        check ((state = 'paused') or message = '')
      );

      -- What was agreed to, word by word.
      create table consent_wording (
        id bigint generated always as identity primary key,
        purpose text not null check (purpose in ('sign','show','updates')),
        language text not null,
        words text not null check (length(words) between 1 and 2000),
        since timestamptz not null default now(),
        unique (purpose, language, words)
      );

      create table letter_signature (
        id bigint generated always as identity primary key,
        -- Under this id the log keeps what is not public of it.
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        version_id bigint not null references letter_version,
        -- Keyed hashes under the letter's secret: of the canonical mailbox; of all that was sent, so that
        -- the same form sent twice is one; of the link, which nobody can rebuild from here.
        mailbox bytea not null check (octet_length(mailbox) = 32),
        form bytea not null unique check (octet_length(form) = 32),
        link bytea not null unique check (octet_length(link) = 32),
        appearance text not null check (appearance in ('named','organisers','described','counted','withheld')),
        verification text check (verification in ('mailbox','domain','organiser','vouched')),
        -- Held: the link was opened, but nobody knows whose hands it came from.
        -- What has ended is not here any more: nobody can be told from the log, or from us, to have withdrawn.
        state text not null default 'waiting' check (state in ('waiting','held','confirmed')),
        -- The way the link took: what came from the operator's outbox verifies no mailbox.
        via text not null check (via in ('smtp','outbox')),
        languages text[] not null,
        -- Name, credit, address and the rest, sealed under the letter's secret.
        person text not null,
        -- In the log by itself, if it is shown by name.
        entry uuid references log_entry (entry),
        received_at timestamptz not null default now(),
        confirmed_at timestamptz,
        check ((state = 'confirmed') = (verification is not null)),
        check ((state = 'waiting') = (confirmed_at is null))
      );
      -- One mailbox, one signature.
      create unique index letter_signature_one on letter_signature (letter_id, mailbox)
        where state in ('held','confirmed');
      create index letter_signature_waiting on letter_signature (letter_id, mailbox) where state = 'waiting';
      create index letter_signature_late on letter_signature (received_at) where state = 'waiting';
      create index letter_signature_count on letter_signature
        (letter_id, state, version_id, appearance, verification);

      create table signature_consent (
        signature_id bigint not null references letter_signature on delete cascade,
        wording_id bigint not null references consent_wording,
        given_at timestamptz not null default now(),
        primary key (signature_id, wording_id)
      );

      -- What the list shows of a signer; there while it is shown.
      create table signature_shown (
        signature_id bigint primary key references letter_signature on delete cascade,
        letter_id bigint not null references letter,
        name text not null default '',
        credit text not null default '',
        country text not null default '',
        affiliation text not null default '',
        -- Name, credit and affiliation, folded for search.
        folded text not null,
        confirmed_at timestamptz not null
      );
      create index on signature_shown (letter_id, signature_id desc) where name <> '';
      create index on signature_shown (letter_id, country, signature_id desc) where name <> '';
      create index on signature_shown using gin (folded gin_trgm_ops);

      -- How many have left, and never who.
      create table letter_left (
        letter_id bigint not null references letter,
        day date not null default current_date,
        how text not null check (how in ('withdrawn','disowned','forced')),
        signed integer not null default 1 check (signed >= 1),
        primary key (letter_id, day, how)
      );

      -- Signatures by class, counted when a checkpoint is published; a page never counts.
      create table letter_tally (
        letter_id bigint not null references letter,
        version_id bigint not null references letter_version,
        appearance text not null,
        verification text not null,
        signed integer not null check (signed >= 0),
        primary key (letter_id, version_id, appearance, verification)
      );

      create view published.letter_signing as
        select l.uid as letter, s.state, s.message, s.names_hidden
        from letter l join letter_signing s on s.letter_id = l.id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_signature as
        select l.uid as letter, h.signature_id as id, h.name, h.credit, h.country, h.affiliation,
          h.folded, g.verification, v.number as version, h.confirmed_at::date as day
        from signature_shown h
        join letter l on l.id = h.letter_id
        join letter_signing s on s.letter_id = l.id and not s.names_hidden
        join letter_signature g on g.id = h.signature_id and g.state = 'confirmed'
        join letter_version v on v.id = g.version_id
        where h.name <> '' and exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_tally as
        select l.uid as letter, v.number as version, t.appearance, t.verification, t.signed
        from letter_tally t join letter l on l.id = t.letter_id
        join letter_version v on v.id = t.version_id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      grant select on published.letter_signing, published.letter_signature, published.letter_tally
        to countersign_reader;

      -- A signature's entry is opened to its signer alone: the reader's role sees that it is there.
      create or replace view published.log_entry as
        select entry, kind, commitment,
          case when kind = 'signature' then null else fields end as fields,
          case when kind = 'signature' then null else seed end as seed,
          subject, edition, place
        from log_entry
        where place < (select max(size) from log_checkpoint where published_at is not null);
    `,
  },
];
