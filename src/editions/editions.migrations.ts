import type { Migration } from '#platform/database';

export const editionMigrations: readonly Migration[] = [
  {
    name: '0005-editions',
    sql: `
      -- A decision to publish, correct or remove: its author and one other person.
      create table decision (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        kind text not null check (kind in ('publish','correct','remove')),
        title text not null check (length(title) between 1 and 300),
        audience text not null,
        basis text not null,
        basis_reason text not null default '',
        risk_note text not null default '',
        review_on date,
        -- Told to readers: what a correction corrects.
        public_reason text not null default '',
        -- Told to readers of a tombstone: the class of reason, never the reason.
        reason_class text,
        -- What the author chose, so that an approver can prepare the same again and compare.
        selection jsonb not null default '{}',
        state text not null default 'proposed'
          check (state in ('proposed','approved','refused','cancelled')),
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        decided_by bigint references account,
        decided_at timestamptz,
        comment text not null default '',
        check ((state in ('approved','refused')) = (decided_by is not null)),
        check ((kind = 'remove') = (reason_class is not null))
      );
      create index on decision (state, created_at desc);

      -- What exactly was decided on: the approver approves these bytes and no others.
      create table decision_subject (
        decision_id bigint not null references decision,
        subject uuid not null,
        kind text not null,
        document jsonb,
        hash bytea check (octet_length(hash) = 32),
        primary key (decision_id, subject)
      );
      create index on decision_subject (subject);

      create function decision_guard() returns trigger language plpgsql as $$
      begin
        if old.state <> 'proposed' then
          raise exception 'a decision is made once' using errcode = 'CS004';
        end if;
        if new.state = 'approved' and new.decided_by = new.author_id
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'a decision needs two people' using errcode = 'CS005';
        end if;
        return new;
      end
      $$;
      create trigger decision_two_people before update on decision
        for each row execute function decision_guard();

      -- The only tables a reader's connection can see. Each subject has at most one current edition.
      create table published.edition (
        uid uuid primary key default gen_random_uuid(),
        subject uuid not null,
        kind text not null,
        number integer not null check (number >= 1),
        document jsonb not null,
        -- SHA-256 of the document as canonical JSON (RFC 8785).
        hash bytea not null check (octet_length(hash) = 32),
        correction text,
        published_at timestamptz not null default now(),
        unique (subject, number)
      );
      create table published.subject (
        subject uuid primary key,
        kind text not null,
        edition uuid references published.edition,
        -- Names by language tag ('' when none), for lists and search.
        names jsonb not null default '{}',
        folded text not null default '',
        starts date,
        ends date,
        country text,
        published_at timestamptz not null,
        -- Set when the subject was taken back: no edition remains, only this.
        removed_for text,
        removed_at timestamptz,
        check ((edition is null) = (removed_for is not null))
      );
      create index on published.subject (kind, starts desc nulls last);
      create index on published.subject using gin (folded gin_trgm_ops);
      -- Which current edition speaks of which other subject or source: what must be corrected when
      -- that one is taken back, and what a source's page lists.
      create table published.mention (
        subject uuid not null references published.subject,
        mentioned uuid not null,
        primary key (subject, mentioned)
      );
      create index on published.mention (mentioned);
      create table published.instance (
        only_row boolean primary key default true check (only_row),
        demonstration boolean not null default false,
        single_person boolean not null default false
      );
      insert into published.instance default values;
      grant select on all tables in schema published to countersign_reader;

      create function edition_guard() returns trigger language plpgsql as $$
      begin
        raise exception 'an edition is never rewritten' using errcode = 'CS006';
      end
      $$;
      create trigger edition_fixed before update on published.edition
        for each row execute function edition_guard();

      -- Which decision let an edition out; internal, because it names people.
      create table edition_decision (
        edition uuid primary key,
        subject uuid not null,
        number integer not null,
        hash bytea not null,
        decision_id bigint not null references decision,
        published_at timestamptz not null default now()
      );
      create index on edition_decision (subject, number);

      create function edition_needs_decision() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from edition_decision e join decision d on d.id = e.decision_id
          where e.edition = new.uid and e.hash = new.hash and d.state = 'approved'
        ) then
          raise exception 'nothing is published without an approved decision' using errcode = 'CS007';
        end if;
        return null;
      end
      $$;
      create constraint trigger edition_decided after insert on published.edition
        deferrable initially deferred for each row execute function edition_needs_decision();

      -- What the log must take in, written in the same transaction as the edition. Its id is random
      -- and linked to nothing else that leaves the house.
      create table log_outbox (
        id bigint generated always as identity primary key,
        entry uuid not null unique default gen_random_uuid(),
        kind text not null check (kind in
          ('edition-published','edition-corrected','edition-removed','demonstration')),
        subject uuid,
        edition uuid,
        edition_hash bytea,
        created_at timestamptz not null default now(),
        sequenced_at timestamptz
      );
      create index on log_outbox (id) where sequenced_at is null;
    `,
  },
  {
    name: '0008-demonstration',
    sql: `
      -- What was once a sample must never pass for a record.
      create function demonstration_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or (old.demonstration and not new.demonstration) then
          raise exception 'a demonstration stays one' using errcode = 'CS012';
        end if;
        return new;
      end
      $$;
      create trigger demonstration_for_ever before update or delete on published.instance
        for each row execute function demonstration_guard();
    `,
  },
];
