import type { Migration } from '#platform/database';

export const signatureListMigrations: readonly Migration[] = [
  {
    name: '0075-signature-list',
    sql: `
      alter table signature_shown
        -- Names the line in an address. The number of a signature would not do: gaps between numbers tell when
        -- people signed who are not on the list.
        add column line uuid not null unique default gen_random_uuid(),
        -- The credit alone, folded as for search: a filter by profession.
        add column credit_folded text not null default '',
        -- Their page in the record, where the organisers have said on the invitation whose it is.
        add column entity uuid check (entity is null or name <> ''),
        -- Of their signature, so that a list in any order is read without it; triggers keep them.
        add column verification text,
        add column version integer;
      update signature_shown set credit_folded = lower(credit);
      update signature_shown h set entity = (
        select i.entity from letter_invitation i
        where i.signature_id = h.signature_id and i.entity is not null order by i.id limit 1)
        where h.name <> '';

      update signature_shown h set verification = g.verification, version = v.number
        from letter_signature g join letter_version v on v.id = g.version_id where g.id = h.signature_id;

      create function signature_shown_class() returns trigger language plpgsql as $$
      begin
        -- What comes out of a backup says it already, and its signature may come later.
        if new.verification is null or new.version is null then
          select g.verification, v.number into new.verification, new.version
          from letter_signature g join letter_version v on v.id = g.version_id
          where g.id = new.signature_id;
        end if;
        return new;
      end
      $$;
      create trigger signature_shown_class before insert on signature_shown
        for each row execute function signature_shown_class();
      -- Whatever the program does: what does not count is not on the list.
      create function signature_shown_follows() returns trigger language plpgsql as $$
      begin
        if new.state = 'confirmed' then
          update signature_shown set verification = new.verification where signature_id = new.id;
        else
          delete from signature_shown where signature_id = new.id;
        end if;
        return null;
      end
      $$;
      create trigger signature_shown_follows after update of state, verification on letter_signature
        for each row when (old.state = 'confirmed' and
          (new.state <> 'confirmed' or new.verification is distinct from old.verification))
        execute function signature_shown_follows();

      create index signature_shown_by_class on signature_shown
        (letter_id, verification, version, signature_id) where name <> '';
      -- By name, in the order of an alphabet: of Persian, and of everything else.
      create index signature_shown_by_name on signature_shown
        (letter_id, name collate "und-x-icu", signature_id) where name <> '';
      create index signature_shown_by_persian_name on signature_shown
        (letter_id, name collate "fa-x-icu", signature_id) where name <> '';

      -- Lines that organisers put first. It hangs on the line: whoever leaves, is hidden by themselves or
      -- signs under another name is not chosen any more.
      create table signature_chosen (
        signature_id bigint primary key references signature_shown on delete cascade,
        letter_id bigint not null references letter,
        chosen_by bigint not null references account,
        chosen_at timestamptz not null default now()
      );
      create index on signature_chosen (letter_id, chosen_at, signature_id);

      create or replace view published.letter_signing as
        select l.uid as letter, s.state, s.message, s.names_hidden, s.opens_at, s.closes_at,
          s.opened_at, s.closed_at, s.letter_id
        from letter l join letter_signing s on s.letter_id = l.id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      drop view published.letter_signature;
      create view published.letter_signature as
        select l.uid as letter, h.signature_id as id, h.name, h.credit, h.country, h.affiliation,
          h.folded, h.verification, h.version, h.confirmed_at::date as day,
          h.letter_id, h.credit_folded, h.line,
          (select p.subject from published.subject p
            where p.subject = h.entity and p.kind = 'person' and p.edition is not null) as person,
          exists (select from signature_chosen c where c.signature_id = h.signature_id) as chosen
        from signature_shown h
        join letter l on l.id = h.letter_id
        join letter_signing s on s.letter_id = l.id and not s.names_hidden
        where h.name <> '' and exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_chosen as
        select s.*, c.chosen_at from signature_chosen c
        join published.letter_signature s on s.id = c.signature_id;
      grant select on published.letter_signature, published.letter_chosen to countersign_reader;
    `,
  },
];
