import type { Migration } from '#platform/database';

export const guildRuleMigrations: readonly Migration[] = [
  {
    name: '0091-guild-rules',
    sql: `
      -- Guilds and houses, as the list spells them, for so many of which a name can wait. Confirmed with the panel: a
      -- rule that names one says in public that somebody of it waits.
      alter table letter_panel add column guilds jsonb not null default '[]'
        check (jsonb_typeof(guilds) = 'array' and jsonb_array_length(guilds) <= 20);

      create or replace function letter_panel_guard() returns trigger language plpgsql as $$
      begin
        if (new.need, new.organisations, new.until, new.digest, new.guilds)
            is distinct from (old.need, old.organisations, old.until, old.digest, old.guilds)
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

      create or replace view published.letter_panel as
        select l.uid as letter, p.need, p.organisations, p.until::text as until, p.digest, p.guilds
        from letter l join letter_panel p on p.letter_id = l.id
        where p.confirmed_at is not null
          and exists (select from published.subject s where s.subject = l.uid and s.edition is not null);
    `,
  },
];
