import type { Migration } from '#platform/database';

export const restoreMigrations: readonly Migration[] = [
  {
    name: '0022-restore-withdrawn',
    sql: `
      -- Five hundred claims are withdrawn with one press, so one press must bring them back.
      create or replace function claim_guard() returns trigger language plpgsql as $$
      begin
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

      -- As for a claim that was replaced: bringing it back repeats somebody else's acceptance.
      create or replace function claim_step_guard() returns trigger language plpgsql as $$
      declare
        author bigint;
        earlier record;
      begin
        if new.state <> 'accepted' then return new; end if;
        select author_id into author from claim where id = new.claim_id;
        if new.account_id <> author
           or exists (select from setting where key = 'single-person' and value = 'true') then
          return new;
        end if;
        select array_agg(state order by id desc) as states,
               array_agg(account_id order by id desc) as people
          into earlier
          from (select id, state, account_id from claim_step
                where claim_id = new.claim_id order by id desc limit 2) steps;
        if earlier.states in (array['superseded','accepted'], array['withdrawn','accepted'])
           and earlier.people[2] <> author then
          return new;
        end if;
        raise exception 'a claim is reviewed by someone else' using errcode = 'CS010';
      end
      $$;

      -- What one person withdrew lately, to offer it back.
      create index claim_step_withdrawn on claim_step (account_id, at desc) where state = 'withdrawn';
    `,
  },
];
