import type { Migration } from '#platform/database';

export const signInMigrations: readonly Migration[] = [
  {
    name: '0003-sign-in',
    sql: `
      -- At least one active administrator at any time, whoever else changes accounts this moment.
      -- The lock makes two people who remove each other take turns: the second one then sees what
      -- the first has done.
      create function last_administrator_guard() returns trigger language plpgsql as $$
      begin
        if old.state = 'active' and 'administrator' = any(old.roles)
           and not (new.state = 'active' and 'administrator' = any(new.roles)) then
          perform pg_advisory_xact_lock(7203814552);
          if not exists (
            select from account
            where id <> old.id and state = 'active' and 'administrator' = any(roles)
          ) then
            raise exception 'the last active administrator stays' using errcode = 'CS011';
          end if;
        end if;
        return new;
      end
      $$;
      create trigger account_last_administrator before update on account
        for each row execute function last_administrator_guard();

      -- Every token below is random and kept only as its SHA-256: who reads the database cannot
      -- sign in with what is found there.

      -- The link printed at start while nobody has an account; renewed at each start.
      create table first_run (
        only_row boolean primary key default true check (only_row),
        token_hash bytea not null check (octet_length(token_hash) = 32),
        made_at timestamptz not null default now()
      );

      create table invitation (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        token_hash bytea not null unique check (octet_length(token_hash) = 32),
        name text not null check (length(name) between 1 and 200),
        email text not null check (length(email) between 3 and 254),
        -- One open invitation per mailbox: a newer one replaces the older.
        email_folded text not null unique,
        roles text[] not null
          check (roles <@ array['documenter','reviewer','campaigner','caseworker','administrator']),
        in_team boolean not null,
        partner_id bigint references partner,
        locale text not null check (locale in ('en','fr','fa')),
        invited_by bigint not null references account,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        check (in_team or partner_id is not null)
      );

      -- Links for someone who has an account: new credentials, or a new mailbox to confirm.
      create table account_link (
        token_hash bytea primary key check (octet_length(token_hash) = 32),
        account_id bigint not null references account,
        kind text not null check (kind in ('reset','password','email')),
        email text check (length(email) between 3 and 254),
        expires_at timestamptz not null,
        unique (account_id, kind),
        check ((kind = 'email') = (email is not null))
      );

      create table password (
        account_id bigint primary key references account,
        -- PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash
        hash text not null check (hash like '$argon2id$%'),
        changed_at timestamptz not null default now()
      );

      create table passkey (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        account_id bigint not null references account,
        credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
        public_key bytea not null,
        -- Grows with each use where the authenticator counts; a step back means a cloned key.
        counter bigint not null,
        transports text[] not null default '{}',
        -- Whether it stays on one device or is kept in the person's passkey store.
        synced boolean not null,
        -- Whether it asked for its owner when made, and so opens the account alone.
        verifies boolean not null,
        label text not null default '' check (length(label) <= 80),
        created_at timestamptz not null default now(),
        used_at timestamptz
      );
      create index on passkey (account_id);

      -- What an authenticator was asked to sign: bound to one browser, used once, five minutes.
      create table challenge (
        hash bytea primary key check (octet_length(hash) = 32),
        browser_hash bytea not null check (octet_length(browser_hash) = 32),
        purpose text not null check (purpose in ('sign-in','second-factor','confirm','register','accept')),
        account_id bigint references account,
        -- The id under which the authenticator files the passkey: the account's uid, also of an
        -- account that the acceptance is about to make.
        user_uid uuid,
        expires_at timestamptz not null
      );
      create index on challenge (expires_at);

      create table totp (
        account_id bigint primary key references account,
        -- Sealed with the instance key: the database alone gives no codes.
        secret text,
        -- Shown to the person and not yet proven to be in their app; the old one holds until then.
        pending_secret text,
        -- The last time step a code was accepted for; it and all before are spent (RFC 6238 §5.2).
        last_step bigint not null default 0,
        check (num_nonnulls(secret, pending_secret) > 0)
      );

      create table recovery_code (
        account_id bigint not null references account,
        hash bytea not null check (octet_length(hash) = 32),
        primary key (account_id, hash)
      );

      create table session (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        account_id bigint not null references account,
        token_hash bytea not null unique check (octet_length(token_hash) = 32),
        -- How many factors this browser has shown: 1 a password, 2 a passkey or password and more.
        factors smallint not null check (factors in (1, 2)),
        label text not null default '' check (length(label) <= 80),
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        -- When this browser last proved who sits before it: changing factors asks for that anew.
        confirmed_at timestamptz not null default now()
      );
      create index on session (account_id);

      -- A password was right and a second factor is still to come. Not a session, so that no
      -- reader of sessions can mistake it for one.
      create table half_sign_in (
        token_hash bytea primary key check (octet_length(token_hash) = 32),
        account_id bigint not null references account,
        browser_hash bytea not null check (octet_length(browser_hash) = 32),
        expires_at timestamptz not null
      );
      create index on half_sign_in (account_id);

      -- Browsers that have signed in before: their failures are counted apart, so that strangers
      -- who guess at an account cannot slow its owner.
      create table known_browser (
        account_id bigint not null references account,
        browser_hash bytea not null check (octet_length(browser_hash) = 32),
        known_since timestamptz not null default now(),
        primary key (account_id, browser_hash)
      );

      -- Failed tries within a window, under keys that tell nothing (HMAC with a key of the day).
      create table throttle (
        key bytea primary key check (octet_length(key) = 32),
        tries integer not null,
        not_before timestamptz not null default '-infinity',
        expires_at timestamptz not null
      );
      create index on throttle (expires_at);
    `,
  },
];
