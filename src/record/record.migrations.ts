import type { Migration } from '#platform/database';

export const recordMigrations: readonly Migration[] = [
  {
    name: '0006-record',
    sql: `
      -- Terms an administrator added; those shipped with the program stay in its data.
      create table term (
        vocabulary text not null,
        code text not null check (code ~ '^[A-Za-z0-9-]{1,40}$'),
        parent text,
        labels jsonb not null,
        retired boolean not null default false,
        added_by bigint not null references account,
        added_at timestamptz not null default now(),
        primary key (vocabulary, code)
      );

      -- An entity is nothing but its claims: this row only gives it an identity.
      create table entity (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        kind text not null,
        scope_id integer not null references scope,
        created_by bigint not null references account,
        created_at timestamptz not null default now()
      );
      create index on entity (kind, id);

      -- Joined wherever references are followed. Empty until entities are merged: references keep
      -- the id they were made with, so a merge can be undone.
      create table canonical (
        entity_id bigint primary key references entity,
        canonical_id bigint not null references entity,
        check (entity_id <> canonical_id)
      );
      create index on canonical (canonical_id);

      create table claim (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        entity_id bigint not null references entity,
        property text not null,
        -- Text form of the value; for an entity its uid.
        value text not null check (length(value) between 1 and 20000),
        value_entity_id bigint references entity,
        -- Bounds, strictness, unit, what is counted, where, when (a figure), or length (a duration).
        measure jsonb,
        -- Sortable bounds where the value is a date.
        value_from date,
        value_to date,
        language text,
        -- The value as the source writes it, when it was normalised.
        original text,
        passage_id bigint references passage,
        basis text not null check (basis in ('quoted','seen','coded','inferred','editorial')),
        reason text not null default '',
        certainty text not null,
        -- When the claim holds, EDTF.
        valid text,
        valid_from date,
        valid_to date,
        scope_id integer not null references scope,
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        supersedes bigint references claim,
        state text not null default 'proposed'
          check (state in ('proposed','accepted','rejected','withdrawn','superseded')),
        check (basis not in ('quoted','seen','coded') or passage_id is not null),
        check (basis not in ('inferred','editorial') or reason <> '')
      );
      create index on claim (entity_id);
      create index on claim (value_entity_id) where value_entity_id is not null;
      create index on claim (passage_id) where passage_id is not null;
      create index on claim (state, created_at) where state = 'proposed';
      create index on claim (author_id, created_at desc);
      -- Optimistic concurrency: one live successor. The second editor is refused and shown the first's.
      create unique index claim_one_successor on claim (supersedes)
        where supersedes is not null and state in ('proposed','accepted');

      create function claim_guard() returns trigger language plpgsql as $$
      begin
        if (to_jsonb(new) - 'state') is distinct from (to_jsonb(old) - 'state') then
          raise exception 'a claim is never rewritten: supersede it' using errcode = 'CS008';
        end if;
        if not (old.state, new.state) in (
          ('proposed','accepted'), ('proposed','rejected'), ('proposed','withdrawn'),
          ('proposed','superseded'), ('accepted','withdrawn'), ('accepted','superseded'),
          ('rejected','proposed'), ('accepted','proposed')
        ) then
          raise exception 'a claim cannot go from % to %', old.state, new.state using errcode = 'CS009';
        end if;
        return new;
      end
      $$;
      create trigger claim_fixed before update on claim
        for each row when (old.* is distinct from new.*) execute function claim_guard();
      create trigger claim_kept before delete on claim
        for each row execute function refuse_change();

      -- Ordered: position 0 is who asserts it first; the last is whom we read it from.
      create table attribution (
        claim_id bigint not null references claim,
        position smallint not null check (position >= 0),
        entity_id bigint references entity,
        source_id bigint references source,
        label text,
        -- Whether we saw what this link said ourselves.
        seen boolean not null,
        primary key (claim_id, position),
        check (num_nonnulls(entity_id, source_id, label) = 1)
      );
      create index on attribution (entity_id) where entity_id is not null;
      create index on attribution (source_id) where source_id is not null;
      create trigger attribution_append_only before update or delete on attribution
        for each row execute function refuse_change();

      create table inference (
        claim_id bigint not null references claim,
        from_claim_id bigint not null references claim,
        primary key (claim_id, from_claim_id)
      );
      create index on inference (from_claim_id);

      -- Every change of a claim's state, by whom and why: gives the record as of any day.
      create table claim_step (
        id bigint generated always as identity primary key,
        claim_id bigint not null references claim,
        state text not null,
        account_id bigint not null references account,
        comment text not null default '',
        at timestamptz not null default now()
      );
      create index on claim_step (claim_id, id);
      create trigger claim_step_append_only before update or delete on claim_step
        for each row execute function refuse_change();

      -- Nobody accepts their own claim, whatever the program does.
      create function claim_step_guard() returns trigger language plpgsql as $$
      begin
        if new.state = 'accepted'
           and new.account_id = (select author_id from claim where id = new.claim_id)
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'a claim is reviewed by someone else' using errcode = 'CS010';
        end if;
        return new;
      end
      $$;
      create trigger claim_step_two_people before insert on claim_step
        for each row execute function claim_step_guard();

      -- How disagreement about one property of one entity is decided; the newest row holds.
      create table resolution (
        id bigint generated always as identity primary key,
        entity_id bigint not null references entity,
        property text not null,
        rule text not null check (rule in
          ('ranked-source','range','majority-of-origins','unconfirmed','editors-choice')),
        chosen_claim_id bigint references claim,
        source_ranking bigint[] not null default '{}',
        reason text not null check (length(reason) between 1 and 2000),
        author_id bigint not null references account,
        at timestamptz not null default now(),
        check ((rule = 'editors-choice') = (chosen_claim_id is not null))
      );
      create index on resolution (entity_id, property, id desc);
      create trigger resolution_append_only before update or delete on resolution
        for each row execute function refuse_change();

      create table note (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        source_id bigint references source,
        entity_id bigint references entity,
        claim_id bigint references claim,
        scope_id integer not null references scope,
        body text not null check (length(body) between 1 and 10000),
        author_id bigint not null references account,
        at timestamptz not null default now(),
        check (num_nonnulls(source_id, entity_id, claim_id) = 1)
      );
      create index on note (source_id) where source_id is not null;
      create index on note (entity_id) where entity_id is not null;
      create index on note (claim_id) where claim_id is not null;

      -- The projection: written with the claims it comes from, rebuildable to the identical rows.
      -- One row per entity and scope, made of the claims of that scope alone, so that nobody can
      -- read a hidden claim out of what it changed.
      create table profile (
        entity_id bigint not null references entity,
        scope_id integer not null references scope,
        kind text not null,
        -- Parts in order: texts by language, terms, days, other entities ("arrest – Jafar Panahi").
        caption jsonb not null,
        starts date,
        ends date,
        country text,
        claims integer not null,
        disputed integer not null,
        primary key (entity_id, scope_id)
      );
      create index on profile (kind, scope_id, entity_id);
      create table name_entry (
        claim_id bigint primary key references claim,
        entity_id bigint not null references entity,
        scope_id integer not null references scope,
        kind text not null,
        name text not null,
        folded text not null
      );
      create index on name_entry (entity_id);
      create index on name_entry using gin (folded gin_trgm_ops);
      create index on name_entry (folded text_pattern_ops);
      create table dispute (
        entity_id bigint not null references entity,
        scope_id integer not null references scope,
        property text not null,
        kind text not null check (kind in ('contradiction','different-measure')),
        values_count integer not null,
        settled boolean not null,
        primary key (entity_id, scope_id, property)
      );
      create index on dispute (settled, scope_id);
    `,
  },
];
