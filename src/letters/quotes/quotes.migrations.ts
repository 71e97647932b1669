import type { Migration } from '#platform/database';

export const quoteMigrations: readonly Migration[] = [
  {
    name: '0087-quotes',
    sql: `
      alter table consent_wording drop constraint consent_wording_purpose_check,
        add constraint consent_wording_purpose_check check (purpose in ('sign','show','updates','quote'));

      -- Words of a signer that may be quoted beside their name. Go with the signature.
      create table signature_quote (
        signature_id bigint primary key references letter_signature on delete cascade,
        -- Another one for other words: what was chosen are these.
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        words text not null check (length(words) between 1 and 500),
        -- BCP 47.
        language text not null check (length(language) between 2 and 35),
        -- By which they were cleared.
        wording_id bigint not null references consent_wording,
        cleared_at timestamptz not null default now(),
        -- The line beside which organisers show it: a line is never changed but replaced, and the choice goes with it.
        line uuid references signature_shown (line) on delete set null,
        chosen_at timestamptz,
        chosen_by bigint references account
      );
      create index on signature_quote (letter_id, signature_id desc);
      create index on signature_quote (line) where line is not null;
      create index on signature_quote (letter_id, chosen_at) where line is not null;

      create view published.letter_quote as
        select l.uid as letter, q.words, q.language, h.name, h.credit, h.affiliation, h.country, h.verification,
          q.chosen_at, q.uid
        from signature_quote q
        join signature_shown h on h.line = q.line and h.signature_id = q.signature_id
        join letter l on l.id = q.letter_id
        join letter_signing s on s.letter_id = l.id and not s.names_hidden
        where h.name <> ''
          and exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      grant select on published.letter_quote to countersign_reader;
    `,
  },
  {
    name: '0095-quotes-ended',
    sql: `
      -- Words in clear stand beside a name in clear; like whatever is taken back, no backup brings them again.
      with gone as (
        delete from signature_quote q using letter_signature g
        where g.id = q.signature_id and g.appearance <> 'named' returning q.uid
      )
      insert into erasure_journal (erasure, kind, thing) select uid, 'signature', uid from gone;

      -- Whoever ends it, and on whatever way, every process is told that somebody is quoted no more: also one that
      -- reads a replica. When the transaction ends, because the number of changes is held from then on.
      create function signature_quote_ended() returns trigger language plpgsql as $$
      begin
        update published.instance set revision = revision + 1;
        perform pg_notify('countersign_published', revision::text) from published.instance;
        return null;
      end
      $$;
      create constraint trigger signature_quote_dropped after update on signature_quote
        deferrable initially deferred for each row
        when (old.line is not null and new.line is distinct from old.line)
        execute function signature_quote_ended();
      create constraint trigger signature_quote_deleted after delete on signature_quote
        deferrable initially deferred for each row
        when (old.line is not null) execute function signature_quote_ended();
    `,
  },
  {
    name: '0096-chosen-quotes',
    sql: `
      -- As before; but the planner is told that few are chosen. Of a letter with many thousand that are not it read
      -- every line of the list.
      create or replace view published.letter_quote as
        select l.uid as letter, q.words, q.language, h.name, h.credit, h.affiliation, h.country, h.verification,
          q.chosen_at, q.uid
        from signature_quote q
        join signature_shown h on h.line = q.line and h.signature_id = q.signature_id
        join letter l on l.id = q.letter_id
        join letter_signing s on s.letter_id = l.id and not s.names_hidden
        where q.line is not null and h.name <> ''
          and exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
    `,
  },
];
