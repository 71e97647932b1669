import type { Migration } from '#platform/database';

export const doubtMigrations: readonly Migration[] = [
  {
    name: '0021-edition-doubt',
    sql: `
      -- A published claim that no longer stands; and back again when it does. For a whole statement at
      -- once: five hundred claims are withdrawn by one.
      create function claims_doubt_editions() returns trigger language plpgsql as $$
      begin
        insert into edition_doubt (subject, thing, cause)
        select said.subject, after.uid, 'claim'
        from before join after on after.id = before.id
        join edition_content said on said.thing = after.uid
        where before.state = 'accepted' and after.state <> 'accepted'
        on conflict do nothing;

        delete from edition_doubt d using before join after on after.id = before.id
        where before.state <> 'accepted' and after.state = 'accepted'
          and d.thing = after.uid and d.cause = 'claim';

        -- What an entity is called stands on the pages of others too.
        insert into edition_doubt (subject, thing, cause)
        select distinct other.subject, e.uid, 'name'
        from before join after on after.id = before.id
        join edition_content own on own.thing = after.uid
        join entity e on e.id = after.entity_id and e.uid = own.subject
        join edition_content other on other.thing = e.uid and other.subject <> e.uid
        where (before.state = 'accepted') <> (after.state = 'accepted')
          and after.property in ('name','otherName','title','otherTitle','description')
        on conflict (subject, thing, cause) do update set compared_at = null;
        return null;
      end
      $$;
      create trigger claim_doubts_editions after update on claim
        referencing old table as before new table as after
        for each statement execute function claims_doubt_editions();

      create function source_doubts_editions() returns trigger language plpgsql as $$
      begin
        perform doubt_editions(new.uid, 'source');
        return null;
      end
      $$;
      create trigger source_doubts_editions after update on source
        for each row when (
          (old.title, old.authors, old.publisher, old.published, old.language, old.material,
            old.reliability, old.address, old.seen, old.scope_id)
          is distinct from
          (new.title, new.authors, new.publisher, new.published, new.language, new.material,
            new.reliability, new.address, new.seen, new.scope_id))
        execute function source_doubts_editions();

      create function part_of_source_doubts_editions() returns trigger language plpgsql as $$
      declare
        changed bigint := case tg_op when 'DELETE' then old.source_id else new.source_id end;
      begin
        perform doubt_editions(uid, 'source') from source where id = changed;
        return null;
      end
      $$;
      create trigger through_doubts_editions after insert or delete on source_through
        for each row execute function part_of_source_doubts_editions();
      create trigger copy_doubts_editions after update on copy
        for each row when (old.restricted is distinct from new.restricted)
        execute function part_of_source_doubts_editions();

      -- Words that are not found any more. They are still quoted, so nothing but this would show it.
      create function passage_doubts_editions() returns trigger language plpgsql as $$
      begin
        if new.state = 'found' then
          delete from edition_doubt where thing = new.uid and cause = 'passage';
        else
          perform doubt_editions(new.uid, 'passage');
        end if;
        return null;
      end
      $$;
      create trigger passage_doubts_editions after update on passage
        for each row when (old.state is distinct from new.state)
        execute function passage_doubts_editions();

      -- Only a decision over what may be published can change what is.
      create function resolution_doubts_editions() returns trigger language plpgsql as $$
      begin
        if new.scopes <@ array[1,2] then
          perform doubt_editions(uid, 'resolution') from entity where id = new.entity_id;
        end if;
        return null;
      end
      $$;
      create trigger resolution_doubts_editions after insert on resolution
        for each row execute function resolution_doubts_editions();
    `,
  },
];
