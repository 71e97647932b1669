import type { Migration } from '#platform/database';

export const placingMigrations: readonly Migration[] = [
  {
    name: '0056-log-placing',
    sql: `
      -- Without the nulls of what waits: entries just placed left one behind each, and looking for
      -- what waits went through all of them until the next vacuum.
      alter table log_entry drop constraint log_entry_place_key;
      create unique index log_entry_place on log_entry (place) where place is not null;

      -- Giving a place and changing nothing else is judged without calling the function.
      drop trigger log_entry_fixed on log_entry;
      create trigger log_entry_kept before delete on log_entry
        for each row execute function log_entry_guard();
      create trigger log_entry_fixed before update on log_entry for each row
        when (old.place is not null
          or (new.id, new.entry, new.kind, new.commitment, new.fields, new.seed)
            is distinct from (old.id, old.entry, old.kind, old.commitment, old.fields, old.seed))
        execute function log_entry_guard();
    `,
  },
  {
    name: '0085-log-vacuum',
    sql: `
      -- Each entry that got its place leaves a dead line in the index of those that wait, which every round
      -- walks through until the next vacuum: that is not put off until a fifth of the table has changed.
      alter table log_entry set (autovacuum_vacuum_scale_factor = 0.01,
        autovacuum_vacuum_threshold = 10000);
    `,
  },
];
