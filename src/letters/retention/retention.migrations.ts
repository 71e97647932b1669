import type { Migration } from '#platform/database';

export const retentionMigrations: readonly Migration[] = [
  {
    name: '0083-letter-retention',
    sql: `
      -- Until when what signers gave is kept. Promised to them, so that it never becomes later.
      create table letter_retention (
        letter_id bigint primary key references letter,
        -- The last day.
        until date,
        -- An earlier one, which another person decides on.
        proposed date,
        proposed_by bigint references account,
        proposed_at timestamptz,
        decided_by bigint references account,
        -- When nothing was left to erase.
        erased_at timestamptz,
        check ((proposed is null) = (proposed_by is null)),
        check ((proposed is null) = (proposed_at is null)),
        check (erased_at is null or until is not null)
      );

      create function letter_retention_guard() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from letter_signing where letter_id = new.letter_id and state <> 'planned'
        ) then return new; end if;
        if old.until is not null and (new.until is null or new.until > old.until) then
          raise exception 'signers were promised an earlier day' using errcode = 'CS043';
        end if;
        if new.until is distinct from old.until
           and (old.proposed_by is null or new.decided_by is not distinct from old.proposed_by)
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'an earlier day needs two people' using errcode = 'CS044';
        end if;
        return new;
      end
      $$;
      create trigger letter_retention_kept before update on letter_retention
        for each row execute function letter_retention_guard();

      -- Nobody signs what is erased at once.
      create function letter_signing_over() returns trigger language plpgsql as $$
      begin
        if exists (select from letter_retention where letter_id = new.letter_id and erased_at is not null) then
          raise exception 'the signatures of this letter were erased' using errcode = 'CS045';
        end if;
        return new;
      end
      $$;
      create trigger letter_signing_open before update on letter_signing
        for each row when (new.state in ('open','paused') and old.state = 'closed')
        execute function letter_signing_over();

      alter table letter_left drop constraint letter_left_how_check,
        add constraint letter_left_how_check
          check (how in ('withdrawn','disowned','forced','expired','erased'));

      create view published.letter_retention as
        select l.uid as letter, r.until::text as until, r.erased_at::date::text as erased_on,
          coalesce((select sum(signed) from letter_left e
            where e.letter_id = r.letter_id and e.how = 'erased'), 0)::integer as erased
        from letter l join letter_retention r on r.letter_id = l.id
        where r.until is not null
          and exists (select from published.subject s where s.subject = l.uid and s.edition is not null);
      grant select on published.letter_retention to countersign_reader;
    `,
  },
];
