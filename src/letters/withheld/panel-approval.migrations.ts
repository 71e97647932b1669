import type { Migration } from '#platform/database';

export const panelApprovalMigrations: readonly Migration[] = [
  {
    name: '0084-panel-approval',
    sql: `
      -- A second person looks at who can open names, before anybody is offered that theirs is withheld.
      alter table letter_panel
        add column confirmed_by bigint references account,
        add column confirmed_at timestamptz;
      -- Who signed already was shown these organisations.
      update letter_panel p set confirmed_at = p.set_at where exists (
        select from letter_signing s where s.letter_id = p.letter_id and s.state <> 'planned');

      create function letter_panel_guard() returns trigger language plpgsql as $$
      begin
        if (new.need, new.organisations, new.until, new.digest)
            is distinct from (old.need, old.organisations, old.until, old.digest)
           and new.confirmed_at is not null then
          raise exception 'a panel that was changed is looked at again' using errcode = 'CS034';
        end if;
        if new.confirmed_at is not null and old.confirmed_at is null
           and new.confirmed_by is not distinct from new.set_by
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'a panel needs two people' using errcode = 'CS035';
        end if;
        return new;
      end
      $$;
      create trigger letter_panel_two before update on letter_panel
        for each row execute function letter_panel_guard();

      create or replace view published.letter_panel as
        select l.uid as letter, p.need, p.organisations, p.until::text as until, p.digest
        from letter l join letter_panel p on p.letter_id = l.id
        where p.confirmed_at is not null
          and exists (select from published.subject s where s.subject = l.uid and s.edition is not null);

      -- Of one id there is one name: browsers choose ids, and a request in which one stands twice is refused.
      alter table letter_withheld add column sealed_id uuid unique;
      update letter_withheld set sealed_id = (sealed::jsonb ->> 'id')::uuid;
    `,
  },
];
