import type { Migration } from './migrate.ts';

export const platformMigrations: readonly Migration[] = [
  {
    name: '0001-platform',
    sql: `
      create extension if not exists pg_trgm;

      -- One row per fact about this instance: its random id, the demonstration mark.
      create table setting (
        key text primary key,
        value jsonb not null
      );

      -- Roles belong to the whole cluster, so another database may have made it already.
      do $$
      begin
        create role countersign_reader nologin;
      exception when duplicate_object or unique_violation then null;
      end
      $$;
      do $$
      begin
        execute format('grant countersign_reader to %I', current_user);
      exception when insufficient_privilege or invalid_grant_operation then null;
      end
      $$;

      create schema published;
      grant usage on schema published to countersign_reader;
      revoke all on schema public from public;

      -- Guards tables whose rows are history: they are added, never changed or dropped.
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'CS001';
      end
      $$;
    `,
  },
];
