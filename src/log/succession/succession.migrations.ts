import type { Migration } from '#platform/database';

export const successionMigrations: readonly Migration[] = [
  {
    name: '0055-log-succession',
    sql: `
      alter table log_key
        -- The key that it succeeds, and the entry that says so; null of the first.
        add column succeeds text,
        add column entry uuid unique references log_entry (entry),
        -- That entry's proof (spec/succession.md), by which others follow; and by how many it is countersigned.
        add column succession jsonb,
        add column cosignatures integer not null default 0,
        -- Since when it signs no more.
        add column retired_at timestamptz;
      create function log_key_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or new.verifier_key is distinct from old.verifier_key
           or old.succession is not null and new.succession is null
           or old.retired_at is not null and new.retired_at is distinct from old.retired_at then
          raise exception 'a key of the log is never forgotten' using errcode = 'CS042';
        end if;
        return new;
      end
      $$;
      create trigger log_key_fixed before update or delete on log_key
        for each row execute function log_key_guard();

      -- The newest of our keys that a countersigner is known to accept.
      alter table log_countersigner add column accepts text;

      -- A log has one origin, and may have several keys that succeed each other.
      alter table witnessed_log add column verifier_keys text[] not null default '{}';
      update witnessed_log set verifier_keys = array[verifier_key];
      alter table witnessed_log drop column verifier_key;
      alter table witnessed_log alter column verifier_keys drop default;
      alter table witnessed_log add check (cardinality(verifier_keys) >= 1);

      create or replace view published.log_key as
        select k.verifier_key, coalesce(e.place + 1, k.since_size) as since_size, k.added_at,
          k.succeeds, k.entry, k.succession, k.retired_at
        from log_key k left join log_entry e on e.entry = k.entry
        where k.entry is null
          or e.place < (select max(size) from log_checkpoint where published_at is not null);
    `,
  },
];
