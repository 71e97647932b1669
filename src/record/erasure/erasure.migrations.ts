import type { Migration } from '#platform/database';

export const erasureMigrations: readonly Migration[] = [
  {
    name: '0024-erasure',
    sql: `
      -- A decision of two people to destroy what was published of a subject, or its whole record.
      create table erasure (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        subject uuid not null,
        extent text not null check (extent in ('published','record')),
        reason_class text not null check (reason_class in ('erasure','consent-withdrawn','safety')),
        -- Destroyed when it is carried out: it tells of the person.
        reason text not null,
        state text not null default 'proposed'
          check (state in ('proposed','approved','refused','cancelled')),
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        decided_by bigint references account,
        decided_at timestamptz,
        check ((state in ('approved','refused')) = (decided_by is not null)),
        check (state <> 'approved' or reason = ''),
        check (state = 'approved' or length(reason) between 1 and 2000)
      );
      create unique index erasure_one_open on erasure (subject) where state = 'proposed';
      create index on erasure (subject);
      create function erasure_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.state <> 'proposed'
           or (to_jsonb(new) - '{state,reason,decided_by,decided_at}'::text[])
              <> (to_jsonb(old) - '{state,reason,decided_by,decided_at}'::text[]) then
          raise exception 'an erasure is decided once' using errcode = 'CS004';
        end if;
        if new.state = 'approved' and new.decided_by = new.author_id
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'an erasure needs two people' using errcode = 'CS005';
        end if;
        return new;
      end
      $$;
      create trigger erasure_two_people before update or delete on erasure
        for each row execute function erasure_guard();

      -- What was destroyed: kinds, public ids and moments, no names. A backup from before may hold it
      -- still, so a restore takes this journal over and destroys it again.
      create table erasure_journal (
        id bigint generated always as identity primary key,
        erasure uuid not null,
        kind text not null check (kind in
          ('subject','edition','document','decision','entity','claim','passage')),
        thing uuid not null,
        -- Of a document: the subject it is of, while the thing is its decision.
        part uuid,
        at timestamptz not null default now(),
        -- It came from the journal of the instance this one was restored from.
        restored boolean not null default false,
        unique nulls not distinct (kind, thing, part)
      );
      create trigger erasure_journal_append_only before update or delete on erasure_journal
        for each row execute function refuse_change();
      create function erasure_journal_guard() returns trigger language plpgsql as $$
      begin
        if not new.restored
           and not exists (select from erasure where uid = new.erasure and state = 'approved') then
          raise exception 'nothing is erased without an approved decision' using errcode = 'CS013';
        end if;
        return new;
      end
      $$;
      create trigger erasure_journal_decided before insert on erasure_journal
        for each row execute function erasure_journal_guard();

      -- The one reason for which history may go: that the journal names it.
      create function is_erased(what text, which uuid, of uuid default null) returns boolean
        language sql stable as $$
        select exists (select from erasure_journal
          where kind = what and thing = which and part is not distinct from of)
      $$;

      create function claim_kept_guard() returns trigger language plpgsql as $$
      begin
        if is_erased('claim', old.uid) then return old; end if;
        raise exception '% is append-only', tg_table_name using errcode = 'CS001';
      end
      $$;
      drop trigger claim_kept on claim;
      create trigger claim_kept before delete on claim
        for each row execute function claim_kept_guard();

      create or replace function claim_guard() returns trigger language plpgsql as $$
      begin
        -- What it replaced may be erased while it stays.
        if old.supersedes is not null and new.supersedes is null and new.state = old.state
           and (to_jsonb(new) - 'supersedes') = (to_jsonb(old) - 'supersedes')
           and exists (select from claim c where c.id = old.supersedes and is_erased('claim', c.uid)) then
          return new;
        end if;
        if (to_jsonb(new) - 'state') is distinct from (to_jsonb(old) - 'state') then
          raise exception 'a claim is never rewritten: supersede it' using errcode = 'CS008';
        end if;
        if not (old.state, new.state) in (
          ('proposed','accepted'), ('proposed','rejected'), ('proposed','withdrawn'),
          ('proposed','superseded'), ('accepted','withdrawn'), ('accepted','superseded'),
          ('rejected','proposed'), ('accepted','proposed'),
          ('superseded','accepted'), ('superseded','proposed'),
          ('withdrawn','accepted'), ('withdrawn','proposed')
        ) then
          raise exception 'a claim cannot go from % to %', old.state, new.state using errcode = 'CS009';
        end if;
        return new;
      end
      $$;

      -- Steps and attribution go with their claim.
      create function of_claim_kept_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE'
           and exists (select from claim c where c.id = old.claim_id and is_erased('claim', c.uid)) then
          return old;
        end if;
        raise exception '% is append-only', tg_table_name using errcode = 'CS001';
      end
      $$;
      drop trigger claim_step_append_only on claim_step;
      create trigger claim_step_append_only before update or delete on claim_step
        for each row execute function of_claim_kept_guard();

      -- Somebody erased is nobody in what others are said to have heard from them.
      create function attribution_guard() returns trigger language plpgsql as $$
      begin
        if old.entity_id is not null and new.entity_id is null and new.label = ''
           and (to_jsonb(new) - '{entity_id,label}'::text[])
             = (to_jsonb(old) - '{entity_id,label}'::text[])
           and exists (select from entity e where e.id = old.entity_id and is_erased('entity', e.uid)) then
          return new;
        end if;
        raise exception '% is append-only', tg_table_name using errcode = 'CS001';
      end
      $$;
      drop trigger attribution_append_only on attribution;
      create trigger attribution_append_only before delete on attribution
        for each row execute function of_claim_kept_guard();
      create trigger attribution_fixed before update on attribution
        for each row execute function attribution_guard();

      create function resolution_kept_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and (
          exists (select from entity e where e.id = old.entity_id and is_erased('entity', e.uid))
          or exists (select from claim c where c.id = old.chosen_claim_id and is_erased('claim', c.uid))
        ) then
          return old;
        end if;
        raise exception '% is append-only', tg_table_name using errcode = 'CS001';
      end
      $$;
      drop trigger resolution_append_only on resolution;
      create trigger resolution_append_only before update or delete on resolution
        for each row execute function resolution_kept_guard();

      -- The bytes decided on were guarded by nothing but the program.
      alter table decision_subject add column erased_at timestamptz;
      create function decision_subject_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and new.document is null and new.erased_at is not null
           and (to_jsonb(new) - '{document,erased_at}'::text[])
             = (to_jsonb(old) - '{document,erased_at}'::text[])
           and is_erased('document', (select uid from decision where id = old.decision_id), old.subject)
        then
          return new;
        end if;
        raise exception '% is append-only', tg_table_name using errcode = 'CS001';
      end
      $$;
      create trigger decision_subject_fixed before update or delete on decision_subject
        for each row execute function decision_subject_guard();

      create or replace function decision_guard() returns trigger language plpgsql as $$
      declare
        words text[] := '{title,basis_reason,risk_note,public_reason,comment}';
      begin
        if (to_jsonb(new) - words) = (to_jsonb(old) - words) and is_erased('decision', old.uid)
           and (new.title, new.basis_reason, new.risk_note, new.public_reason, new.comment)
             = ('–', '', '', '', '') then
          return new;
        end if;
        if old.state <> 'proposed' then
          raise exception 'a decision is made once' using errcode = 'CS004';
        end if;
        if new.state = 'approved' and new.decided_by = new.author_id
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'a decision needs two people' using errcode = 'CS005';
        end if;
        return new;
      end
      $$;
    `,
  },
];
