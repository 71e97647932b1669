import type { Migration } from '#platform/database';

export const logMigrations: readonly Migration[] = [
  {
    name: '0040-log',
    sql: `
      -- Its rows named no commitment; what they told is read from the editions at the next start.
      drop table log_outbox;

      -- What the log takes in: written in the transaction of what it tells, given its place later.
      -- Fields and seed can be destroyed; what the log says (entry, kind, commitment) cannot.
      create table log_entry (
        id bigint generated always as identity primary key,
        entry uuid not null unique default gen_random_uuid(),
        kind text not null check (kind ~ '^[a-z][a-z-]{0,63}$'),
        commitment bytea not null check (octet_length(commitment) = 32),
        fields jsonb,
        seed bytea check (octet_length(seed) = 32),
        -- What it is about, for finding its proof and for erasing its opening.
        subject uuid,
        edition uuid,
        -- Its place in the log, from 0; null until the sequencer has given it one.
        place bigint unique check (place >= 0),
        created_at timestamptz not null default now(),
        check ((fields is null) = (seed is null))
      );
      create index log_entry_waiting on log_entry (id) where place is null;
      create index on log_entry (subject, place) where subject is not null;
      create index on log_entry (edition) where edition is not null;
      create index log_entry_register on log_entry (place) where kind = 'register';

      create function log_entry_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.place is not null and new.place is distinct from old.place
           or (new.id, new.entry, new.kind, new.commitment)
              is distinct from (old.id, old.entry, old.kind, old.commitment)
           or new.fields is not null and new.fields is distinct from old.fields
           or new.seed is not null and new.seed is distinct from old.seed then
          raise exception 'what the log says is never changed' using errcode = 'CS040';
        end if;
        return new;
      end
      $$;
      create trigger log_entry_fixed before update or delete on log_entry
        for each row execute function log_entry_guard();

      -- The register: what is public now (spec/register.md). Buckets are by the first byte of the id.
      create table register_line (
        subject uuid primary key,
        bucket smallint not null check (bucket between 0 and 255),
        number integer not null check (number >= 1),
        -- Null when it was taken back.
        hash bytea check (octet_length(hash) = 32)
      );
      create index on register_line (bucket, subject);
      create table register_bucket (
        bucket smallint primary key check (bucket between 0 and 255),
        hash bytea not null check (octet_length(hash) = 32),
        lines integer not null check (lines >= 1)
      );

      -- The tree after each round. Signed when the signer has signed it, published when the policy is met.
      create table log_checkpoint (
        size bigint primary key check (size >= 1),
        root bytea not null check (octet_length(root) = 32),
        -- Hashes of the complete subtrees, the largest first: the tree grows from them without its leaves.
        frontier bytea[] not null,
        register_root bytea not null check (octet_length(register_root) = 32),
        created_at timestamptz not null default now(),
        note text,
        signed_at timestamptz,
        published_at timestamptz,
        check ((note is null) = (signed_at is null)),
        check (published_at is null or note is not null)
      );
      create index on log_checkpoint (size desc) where note is not null;
      create index on log_checkpoint (size desc) where published_at is not null;
      create function log_checkpoint_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or (new.size, new.root, new.register_root, new.created_at)
              is distinct from (old.size, old.root, old.register_root, old.created_at)
           or old.note is not null and new.note is distinct from old.note
           or old.published_at is not null and new.published_at is distinct from old.published_at then
          raise exception 'a checkpoint is never changed' using errcode = 'CS041';
        end if;
        return new;
      end
      $$;
      create trigger log_checkpoint_fixed before update or delete on log_checkpoint
        for each row execute function log_checkpoint_guard();

      -- The log's keys, each with the size from which it signs. The origin is the first one's name.
      create table log_key (
        id bigint generated always as identity primary key,
        verifier_key text not null unique,
        since_size bigint not null default 0,
        added_at timestamptz not null default now()
      );

      -- Who countersigns our log.
      create table log_countersigner (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        -- C2SP verifier key; its name is the countersigner's.
        verifier_key text not null unique,
        name text not null,
        url text not null,
        added_by bigint references account,
        added_at timestamptz not null default now(),
        removed_at timestamptz,
        -- What it said last: the size it has seen, and why it did not sign, as a closed code.
        last_seen_at timestamptz,
        last_size bigint,
        last_problem text,
        last_problem_at timestamptz
      );
      create table log_cosignature (
        size bigint not null references log_checkpoint,
        verifier_key text not null,
        name text not null,
        cosigned_at timestamptz not null,
        line text not null,
        primary key (size, verifier_key)
      );

      -- Whose logs we countersign: the last checkpoint of each that we saw (C2SP tlog-witness).
      create table witnessed_log (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        origin text not null unique,
        verifier_key text not null,
        url text not null default '',
        added_by bigint references account,
        added_at timestamptz not null default now(),
        removed_at timestamptz,
        size bigint not null default 0,
        root bytea,
        note text,
        seen_at timestamptz
      );

      -- What must be looked at by a person: evidence of a fork, a refusal to sign. Kept for ever.
      create table log_alarm (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        kind text not null,
        origin text not null,
        -- Both checkpoints of a fork, as they came.
        ours text not null default '',
        theirs text not null default '',
        detail jsonb not null default '{}',
        raised_at timestamptz not null default now(),
        -- The same alarm again is counted, not listed again.
        digest bytea not null unique,
        times integer not null default 1,
        last_at timestamptz not null default now(),
        seen_by bigint references account,
        seen_at timestamptz,
        comment text not null default ''
      );

      create table log_timestamp (
        size bigint not null references log_checkpoint,
        url text not null,
        token bytea not null,
        stamped_at timestamptz not null,
        primary key (size, url)
      );

      -- What is not public and is logged with many others at a fixed time.
      create table private_item (
        id bigint generated always as identity primary key,
        entry uuid not null unique default gen_random_uuid(),
        -- What it is about, by public id, for finding its receipt; it leaves the house in none.
        about uuid not null,
        commitment bytea not null check (octet_length(commitment) = 32),
        fields jsonb,
        seed bytea check (octet_length(seed) = 32),
        -- The entry of its batch, its place in it, and the siblings up to the batch's root.
        batch uuid references log_entry (entry),
        place integer,
        path bytea[],
        created_at timestamptz not null default now(),
        check ((batch is null) = (place is null) and (batch is null) = (path is null))
      );
      create index on private_item (about);
      create index private_item_waiting on private_item (id) where batch is null;

      -- What a reader's connection sees of the log: the newest published checkpoint and the entries
      -- it covers, as long as they may be opened.
      create view published.log_checkpoint as
        select c.size, c.register_root, c.published_at, c.note || coalesce((
          select string_agg(g.line, '' order by g.name, g.verifier_key)
          from log_cosignature g where g.size = c.size), '') as note
        from log_checkpoint c where c.published_at is not null order by c.size desc limit 1;
      create view published.log_entry as
        select entry, kind, commitment, fields, seed, subject, edition, place
        from log_entry
        where place < (select max(size) from log_checkpoint where published_at is not null);
      create view published.log_key as
        select verifier_key, since_size, added_at from log_key;
      create view published.log_countersigner as
        select name, verifier_key, url, added_at, last_seen_at
        from log_countersigner where removed_at is null;
      create view published.log_quorum as
        select (value #>> '{}')::integer as quorum from setting where key = 'log-quorum';
      grant select on published.log_checkpoint, published.log_entry, published.log_key,
        published.log_countersigner, published.log_quorum to countersign_reader;
    `,
  },
];
