import type { Migration } from '#platform/database';

export const evidenceMigrations: readonly Migration[] = [
  {
    name: '0004-evidence',
    sql: `
      create table source (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        title text not null check (length(title) between 1 and 500),
        authors text[] not null default '{}',
        publisher text,
        -- EDTF, with the sortable bounds beside it.
        published text,
        published_from date,
        published_to date,
        language text,
        material text not null,
        reliability text not null default 'unknown',
        address text,
        -- Normal form of the address: answers "is it already here".
        address_key text,
        notes text not null default '',
        -- False: nobody here saw it; it is known through another source.
        seen boolean not null default true,
        scope_id integer not null references scope,
        work_state text not null default 'new' check (work_state in ('new','in-work','done')),
        assigned_to bigint references account,
        created_by bigint not null references account,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now(),
        revision integer not null default 1
      );
      create index on source (scope_id, work_state, changed_at desc);
      create index on source (assigned_to) where assigned_to is not null;
      create index on source (address_key) where address_key is not null;
      create index on source using gin (title gin_trgm_ops);

      -- How a source came to be known: a paper quotes a trade magazine that quotes a post.
      create table source_through (
        source_id bigint not null references source,
        through_source_id bigint not null references source,
        note text not null default '',
        primary key (source_id, through_source_id),
        check (source_id <> through_source_id)
      );
      create index on source_through (through_source_id);

      -- What was written about a source before each change: nothing is overwritten.
      create table source_history (
        source_id bigint not null references source,
        revision integer not null,
        before jsonb not null,
        changed_by bigint not null references account,
        changed_at timestamptz not null default now(),
        primary key (source_id, revision)
      );
      create trigger source_history_append_only before update or delete on source_history
        for each row execute function refuse_change();

      create table source_look (
        source_id bigint not null references source,
        account_id bigint not null references account,
        looked_at timestamptz not null,
        primary key (source_id, account_id)
      );

      create table copy (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        source_id bigint not null references source,
        grade text not null default 'evidentiary' check (grade in ('evidentiary','working')),
        method text not null check (method in ('pasted','uploaded','fetched')),
        sha256 bytea not null check (octet_length(sha256) = 32),
        byte_length bigint not null check (byte_length >= 0),
        media_type text not null,
        file_name text,
        address text,
        -- What the web server said: status, chain of redirects, chosen headers.
        response jsonb,
        blob_key text not null,
        restricted boolean not null default false,
        obtained_by bigint not null references account,
        obtained_at timestamptz not null default now(),
        reading text not null default 'waiting'
          check (reading in ('waiting','reading','read','kept','unreadable')),
        reading_code text,
        reading_engine text,
        -- Hash of the folded text: answers "is this text already here".
        text_key bytea
      );
      create index on copy (source_id);
      create index on copy (sha256);
      create index on copy (text_key) where text_key is not null;

      -- Chain of custody (Berkeley Protocol 167): who did what to a copy, when.
      create table custody_step (
        id bigint generated always as identity primary key,
        copy_id bigint not null references copy,
        kind text not null check (kind in ('obtained','read','viewed','exported','verified')),
        account_id bigint references account,
        at timestamptz not null default now(),
        detail jsonb not null default '{}'
      );
      create index on custody_step (copy_id, id);
      create trigger custody_append_only before update or delete on custody_step
        for each row execute function refuse_change();

      create table text_layer (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        copy_id bigint references copy,
        kind text not null check (kind in ('extraction','recognition','transcript','translation')),
        language text,
        -- Never changed: offsets of passages count its Unicode code points from 0.
        text text not null,
        length integer not null,
        machine boolean not null default false,
        engine text,
        made_by bigint references account,
        reviewed_by bigint references account,
        translator text,
        -- A translation of one passage names it; its scope is that passage's source's.
        passage_id bigint,
        created_at timestamptz not null default now(),
        check ((copy_id is not null) or (passage_id is not null)),
        check (length = char_length(text))
      );
      create index on text_layer (copy_id);
      create index on text_layer (passage_id) where passage_id is not null;
      create function text_layer_guard() returns trigger language plpgsql as $$
      begin
        if new.text is distinct from old.text or new.copy_id is distinct from old.copy_id
           or new.kind <> old.kind then
          raise exception 'a text layer is never rewritten: add another' using errcode = 'CS002';
        end if;
        return new;
      end
      $$;
      create trigger text_layer_fixed before update on text_layer
        for each row execute function text_layer_guard();

      create table passage (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        source_id bigint not null references source,
        copy_id bigint not null references copy,
        kind text not null check (kind in ('text','region','time')),
        layer_id bigint references text_layer,
        start_offset integer,
        end_offset integer,
        -- The exact words; with prefix and suffix a W3C TextQuoteSelector.
        quote text,
        prefix text,
        suffix text,
        -- Page and box (fractions of the page), or seconds of a recording.
        region jsonb,
        state text not null default 'found' check (state in ('found','lost')),
        made_by bigint not null references account,
        created_at timestamptz not null default now(),
        check (kind <> 'text' or (layer_id is not null and quote is not null
          and start_offset >= 0 and end_offset > start_offset)),
        check (kind = 'text' or region is not null)
      );
      create unique index passage_text_once on passage (layer_id, start_offset, end_offset)
        where kind = 'text';
      create index on passage (source_id);
      create index on passage (copy_id);
      alter table text_layer add foreign key (passage_id) references passage;

      -- "Quoted words" is checked where it cannot be forgotten: the words must stand at their place.
      create function passage_guard() returns trigger language plpgsql as $$
      declare
        words text;
      begin
        if new.kind = 'text' then
          select substring(text from new.start_offset + 1 for new.end_offset - new.start_offset)
            into words from text_layer where id = new.layer_id;
          if words is distinct from new.quote then
            raise exception 'the quoted words do not stand at their place' using errcode = 'CS003';
          end if;
        end if;
        return new;
      end
      $$;
      create trigger passage_words before insert or update on passage
        for each row execute function passage_guard();
    `,
  },
];
