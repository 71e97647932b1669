import type { Migration } from '#platform/database';

export const retentionJournalMigrations: readonly Migration[] = [
  {
    name: '0092-retention-journal',
    sql: `
      -- An earlier last day that signers were promised, and how many were erased by it: a backup from before knows
      -- neither.
      alter table erasure_journal
        add column until date,
        add column signed integer check (signed >= 0),
        drop constraint erasure_journal_kind_check,
        add constraint erasure_journal_kind_check check (kind in ('subject','edition','document','decision',
          'entity','claim','passage','signature','invitation','retention')),
        add check ((kind = 'retention') = (until is not null)),
        add check (signed is null or kind = 'retention');
      create or replace function erasure_journal_guard() returns trigger language plpgsql as $$
      begin
        if not new.restored and new.kind not in ('signature','invitation','retention')
           and not exists (select from erasure where uid = new.erasure and state = 'approved') then
          raise exception 'nothing is erased without an approved decision' using errcode = 'CS013';
        end if;
        return new;
      end
      $$;

      create or replace function letter_retention_guard() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from letter_signing where letter_id = new.letter_id and state <> 'planned'
        ) then return new; end if;
        if old.until is not null and (new.until is null or new.until > old.until) then
          raise exception 'signers were promised an earlier day' using errcode = 'CS043';
        end if;
        if new.until is distinct from old.until
           and (old.proposed_by is null or new.decided_by is not distinct from old.proposed_by)
           and not exists (select from setting where key = 'single-person' and value = 'true')
           -- Two people decided on it in the instance that this one was restored from.
           and not exists (select from erasure_journal j join letter l on l.uid = j.thing
             where l.id = new.letter_id and j.kind = 'retention' and j.until = new.until and j.restored) then
          raise exception 'an earlier day needs two people' using errcode = 'CS044';
        end if;
        return new;
      end
      $$;
    `,
  },
];
