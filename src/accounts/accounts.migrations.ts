import type { Migration } from '#platform/database';

export const accountMigrations: readonly Migration[] = [
  {
    name: '0002-accounts',
    sql: `
      -- A named outside group whose members see what is shared with it.
      create table partner (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        name text not null unique check (length(name) between 1 and 200),
        created_at timestamptz not null default now()
      );

      create table account (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        name text not null check (length(name) between 1 and 200),
        email text not null check (length(email) between 3 and 254),
        -- Case-folded: the same mailbox is one account however it is typed.
        email_folded text not null unique,
        roles text[] not null
          check (roles <@ array['documenter','reviewer','campaigner','caseworker','administrator']),
        -- Whether the scope "team" is open to this person; partners see only their groups.
        in_team boolean not null default true,
        state text not null default 'active' check (state in ('active','suspended')),
        locale text not null default 'en' check (locale in ('en','fr','fa')),
        created_at timestamptz not null default now()
      );

      create table partner_member (
        partner_id bigint not null references partner,
        account_id bigint not null references account,
        added_at timestamptz not null default now(),
        primary key (partner_id, account_id)
      );
      create index on partner_member (account_id);

      -- Where a row may be seen. Rooms that come later add their own kinds.
      create table scope (
        id integer generated always as identity primary key,
        kind text not null check (kind in ('public','team','partner')),
        partner_id bigint unique references partner,
        check ((kind = 'partner') = (partner_id is not null))
      );
      create unique index on scope (kind) where kind in ('public','team');
      insert into scope (kind) values ('public'), ('team');

      -- Who did what that must be accountable: sign-ins, exports, reading of restricted things.
      -- It names actions and ids, never contents.
      create table audit (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        account_id bigint references account,
        action text not null check (length(action) between 1 and 80),
        subject uuid,
        detail jsonb not null default '{}'
      );
      create index on audit (account_id, at desc);
      create index on audit (at desc);
      create trigger audit_append_only before update or delete on audit
        for each row execute function refuse_change();
    `,
  },
];
