import type { Migration } from '#platform/database';

export const withheldMigrations: readonly Migration[] = [
  {
    name: '0078-withheld-names',
    sql: `
      -- Who can open the withheld names of a letter together (spec/withheld.md). Fixed before anybody signs.
      create table letter_panel (
        letter_id bigint primary key references letter,
        need integer not null check (need >= 2),
        -- [{name, recipient}]
        organisations jsonb not null check (jsonb_array_length(organisations) between 2 and 9),
        -- The last day on which a rule can be met.
        until date not null,
        digest text not null check (length(digest) = 44),
        set_by bigint not null references account,
        set_at timestamptz not null default now(),
        check (need <= jsonb_array_length(organisations))
      );

      -- One opening of names whose rule is met. Announced, waited for, opened by organisations, decided on.
      create table letter_round (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        state text not null default 'notice'
          check (state in ('notice','due','exported','imported','opened','ended')),
        began_at timestamptz not null,
        -- Since everybody was told: 72 hours later.
        due_at timestamptz,
        -- What the keys are brought to, sealed under the letter's secret; and what was asked.
        identity text,
        digest text,
        exported_by bigint references account,
        imported_by bigint references account,
        decided_by bigint references account,
        decided_at timestamptz,
        -- How many names were opened.
        opened integer not null default 0,
        check ((state in ('exported','imported')) = (identity is not null)),
        check ((identity is null) = (digest is null)),
        check (state <> 'notice' or exported_by is null)
      );
      create unique index on letter_round (letter_id) where state not in ('opened','ended');

      create table letter_withheld (
        signature_id bigint primary key references letter_signature on delete cascade,
        letter_id bigint not null references letter,
        rule jsonb not null,
        -- Body and shares; nothing here opens them.
        sealed text not null,
        -- Whether we had the name for a moment.
        encrypted_in text not null check (encrypted_in in ('browser','server')),
        round_id bigint references letter_round on delete set null,
        noticed_at timestamptz,
        -- Its signer does not want it opened.
        kept boolean not null default false,
        -- It did not open: whoever made it did not make it right.
        spoiled boolean not null default false,
        -- Opened by the organisations, sealed under the letter's secret until two people have decided.
        opened text
      );
      create index on letter_withheld (letter_id);
      create index on letter_withheld (round_id) where round_id is not null;
      create index on letter_withheld ((rule ->> 'until'));

      create function letter_round_guard() returns trigger language plpgsql as $$
      begin
        if new.state = 'opened' and old.state <> 'imported' then
          raise exception 'nothing was brought in' using errcode = 'CS031';
        end if;
        if new.state = 'opened' and new.decided_by is not distinct from new.imported_by
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'opening names needs two people' using errcode = 'CS032';
        end if;
        if old.state in ('opened','ended') then
          raise exception 'a round ends once' using errcode = 'CS033';
        end if;
        return new;
      end
      $$;
      create trigger letter_round_two before update on letter_round
        for each row execute function letter_round_guard();

      -- Withheld names by rule, counted by a job.
      create table letter_withheld_tally (
        letter_id bigint not null references letter,
        rule jsonb not null,
        signed integer not null check (signed >= 1),
        primary key (letter_id, rule)
      );

      -- Those whose rule was not met in time.
      alter table letter_left drop constraint letter_left_how_check,
        add constraint letter_left_how_check
          check (how in ('withdrawn','disowned','forced','expired'));

      create view published.letter_panel as
        select l.uid as letter, p.need, p.organisations, p.until::text as until, p.digest
        from letter l join letter_panel p on p.letter_id = l.id
        where exists (select from published.subject s where s.subject = l.uid and s.edition is not null);
      -- No rule that fewer than five chose.
      create view published.letter_withheld as
        select l.uid as letter, t.rule, t.signed
        from letter l join letter_withheld_tally t on t.letter_id = l.id
        where t.signed >= 5
          and exists (select from published.subject s where s.subject = l.uid and s.edition is not null);
      create view published.letter_expired as
        select l.uid as letter, sum(e.signed)::integer as signed
        from letter l join letter_left e on e.letter_id = l.id and e.how = 'expired'
        where exists (select from published.subject s where s.subject = l.uid and s.edition is not null)
        group by l.uid;
      grant select on published.letter_panel, published.letter_withheld, published.letter_expired
        to countersign_reader;
    `,
  },
];
