import type { Migration } from '#platform/database';

export const letterMigrations: readonly Migration[] = [
  {
    name: '0060-letters',
    sql: `
      create table letter (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        -- A collective letter is signed; a testimony is one author's text and is not.
        kind text not null check (kind in ('collective','testimony')),
        -- What the desk calls it; readers see the title of its text.
        name text not null check (length(name) between 1 and 300),
        scope_id integer not null references scope,
        state text not null default 'draft'
          check (state in ('draft','collecting','published','delivered','closed')),
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now()
      );
      create index on letter (scope_id, changed_at desc);

      -- The text in work, one a language, saved as it is typed. What is proposed is copied from it.
      create table letter_draft (
        letter_id bigint not null references letter,
        language text not null,
        text jsonb not null,
        -- Raised by each saving: two people who write at once must not overwrite each other unseen.
        revision integer not null default 1,
        changed_by bigint not null references account,
        changed_at timestamptz not null default now(),
        primary key (letter_id, language)
      );

      create table letter_version (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        number integer not null check (number >= 1),
        language text not null,
        -- Canonical JSON, byte for byte what people sign the hash of (spec/letter.md).
        text text not null,
        hash bytea not null check (hash = sha256(convert_to(text, 'UTF8'))),
        change text not null check (change in ('first','typo','factual','demand')),
        -- Told to signers: what was changed.
        change_note text not null default '',
        state text not null default 'proposed'
          check (state in ('proposed','approved','refused','cancelled')),
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        decided_by bigint references account,
        decided_at timestamptz,
        comment text not null default '',
        check ((number = 1) = (change = 'first')),
        check ((change = 'first') = (change_note = '')),
        check ((state in ('approved','refused')) = (decided_by is not null))
      );
      -- One is proposed at a time, and a number is given once.
      create unique index on letter_version (letter_id) where state = 'proposed';
      create unique index on letter_version (letter_id, number) where state = 'approved';

      create function letter_version_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.text <> new.text or old.letter_id <> new.letter_id
           or old.number <> new.number or old.language <> new.language
           or old.change <> new.change or old.change_note <> new.change_note
           or old.author_id <> new.author_id then
          raise exception 'a version is never rewritten' using errcode = 'CS020';
        end if;
        if old.state <> 'proposed' then
          raise exception 'a version is decided on once' using errcode = 'CS021';
        end if;
        if new.state = 'approved' and new.decided_by = new.author_id
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'a version needs two people' using errcode = 'CS022';
        end if;
        return new;
      end
      $$;
      create trigger letter_version_fixed before update or delete on letter_version
        for each row execute function letter_version_guard();
    `,
  },
  {
    name: '0065-letter-language',
    sql: `
      -- The language that is signed; texts in others translate it.
      alter table letter add column language text not null default 'en';
      alter table letter alter column language drop default;
    `,
  },
  {
    name: '0066-letter-anchors',
    sql: `
      -- What a stretch of a version's text rests on: claims that readers see on the page of a subject.
      create table letter_anchor (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        version_id bigint not null references letter_version,
        -- The block from 0; code points in its words, the end exclusive.
        block integer not null check (block >= 0),
        starts integer not null check (starts >= 0),
        ends integer not null,
        -- Those words, by which they are found again in the next version.
        words text not null,
        subject uuid not null,
        claim uuid not null,
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        check (ends > starts),
        unique (version_id, block, starts, ends, claim)
      );
    `,
  },
];
