import type { Migration } from '#platform/database';

export const translatingMigrations: readonly Migration[] = [
  {
    name: '0076-letter-translations',
    sql: `
      -- A translation in work, of one version, piece by piece as the version has them.
      create table letter_translation_draft (
        version_id bigint not null references letter_version,
        language text not null,
        -- Pieces of the text, and what readers are told of the translation.
        text jsonb not null,
        revision integer not null default 1,
        changed_by bigint not null references account,
        changed_at timestamptz not null default now(),
        primary key (version_id, language)
      );

      create table letter_translation (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        version_id bigint not null references letter_version,
        language text not null,
        -- Of this version in this language, from 1.
        revision integer not null check (revision >= 1),
        -- Canonical JSON that names the hash of the version's text (spec/letter.md).
        text text not null,
        hash bytea not null check (hash = sha256(convert_to(text, 'UTF8'))),
        -- machine: and a person reviewed it.
        how text not null check (how in ('human','machine')),
        -- Told to readers, in the words of those it is about; their accounts are not.
        made_by text not null check (length(made_by) between 1 and 300),
        reviewed_by text not null check (length(reviewed_by) between 1 and 300),
        -- Why it is built otherwise than the text; empty where it is not.
        departure text not null default '',
        state text not null default 'proposed'
          check (state in ('proposed','approved','refused','cancelled','withdrawn')),
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        decided_by bigint references account,
        decided_at timestamptz,
        comment text not null default '',
        check ((state in ('approved','refused','withdrawn')) = (decided_by is not null))
      );
      create unique index on letter_translation (version_id, language) where state = 'proposed';
      create unique index on letter_translation (version_id, language, revision)
        where state in ('approved','withdrawn');
      create index on letter_translation (hash);

      create function letter_translation_guard() returns trigger language plpgsql as $$
      declare source letter_version;
      begin
        if tg_op = 'INSERT' then
          select * into source from letter_version where id = new.version_id;
          if source.state <> 'approved' or source.language = new.language
             or new.text::jsonb ->> 'translates' is distinct from encode(source.hash, 'hex')
             or new.text::jsonb ->> 'language' <> new.language
             or (new.text::jsonb ->> 'number')::integer <> source.number
             or new.state <> 'proposed' then
            raise exception 'a translation is of an approved version' using errcode = 'CS023';
          end if;
          return new;
        end if;
        if tg_op = 'DELETE' or old.text <> new.text or old.version_id <> new.version_id
           or old.language <> new.language or old.revision <> new.revision or old.how <> new.how
           or old.made_by <> new.made_by or old.reviewed_by <> new.reviewed_by
           or old.departure <> new.departure or old.author_id <> new.author_id then
          raise exception 'a translation is never rewritten' using errcode = 'CS020';
        end if;
        if old.state <> 'proposed' and not (old.state = 'approved' and new.state = 'withdrawn') then
          raise exception 'a translation is decided on once' using errcode = 'CS021';
        end if;
        if new.state = 'approved' and new.decided_by = new.author_id
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'a translation needs two people' using errcode = 'CS022';
        end if;
        return new;
      end
      $$;
      create trigger letter_translation_fixed before insert or update or delete on letter_translation
        for each row execute function letter_translation_guard();
    `,
  },
  {
    name: '0077-shown-languages-sealed',
    sql: `
      -- Which translation somebody read can tell where they come from: it is sealed with the person. Of
      -- those who signed when there was one text alone, its language stays here.
      alter table letter_signature alter column languages drop not null;
    `,
  },
];
