import type { Migration } from '#platform/database';

export const fraudMigrations: readonly Migration[] = [
  {
    name: '0071-set-aside',
    sql: `
      -- Set aside: confirmed by its signer, kept, and neither counted, shown nor logged while it is so. What
      -- was logged before keeps its entry, and its verification.
      alter table letter_signature
        drop constraint letter_signature_state_check,
        drop constraint letter_signature_check,
        add constraint letter_signature_state_check
          check (state in ('waiting','held','confirmed','aside')),
        add constraint letter_signature_check check (case state
          when 'confirmed' then verification is not null
          when 'aside' then true
          else verification is null end);
      -- Whoever is set aside does not come back by signing once more.
      drop index letter_signature_one, letter_signature_first;
      create unique index letter_signature_one on letter_signature (letter_id, mailbox, version_id)
        where state <> 'waiting';
      create unique index letter_signature_first on letter_signature (letter_id, mailbox)
        where state <> 'waiting' and affirms = 'first';
      create index letter_signature_hours on letter_signature (letter_id, confirmed_at);

      -- Under which networks are hashed for a week. Destroyed after two, and with it what the hashes say.
      create table letter_signal_secret (
        letter_id bigint not null references letter,
        since date not null,
        secret text not null,
        primary key (letter_id, since)
      );

      -- By what signatures that one hand made may be told; the first 64 bits of keyed hashes, each
      -- under a secret of this letter.
      create table signature_signal (
        signature_id bigint primary key references letter_signature on delete cascade,
        letter_id bigint not null references letter,
        received_at timestamptz not null default now(),
        -- Gone after two weeks.
        network bigint,
        domain bigint not null,
        -- The mailbox without dots, dashes and the number at its end.
        alike bigint not null,
        -- Name, credit and affiliation, where there is a name.
        words bigint,
        -- Confirmed sooner than a person could.
        hasty boolean not null default false
      );
      create index on signature_signal (network, received_at) where network is not null;
      create index on signature_signal (domain, received_at);
      create index on signature_signal (alike, received_at);
      create index on signature_signal (words, received_at) where words is not null;
      create index on signature_signal (letter_id, received_at);
      create index on signature_signal (letter_id, received_at) where hasty;

      -- What organisers have set; a letter without a row has the defaults.
      create table letter_guard (
        letter_id bigint primary key references letter,
        network_most integer not null default 60 check (network_most between 0 and 100000),
        network_minutes integer not null default 10 check (network_minutes between 1 and 1440),
        domain_most integer not null default 60 check (domain_most between 0 and 100000),
        domain_minutes integer not null default 60 check (domain_minutes between 1 and 1440),
        alike_most integer not null default 20 check (alike_most between 0 and 100000),
        words_most integer not null default 20 check (words_most between 0 and 100000),
        hasty_most integer not null default 20 check (hasty_most between 0 and 100000),
        hasty_seconds integer not null default 3 check (hasty_seconds between 1 and 600),
        -- Mail hosts, lower case: of a house that is known; of those whose mailboxes nobody has for long.
        trusted_hosts text[] not null default '{}',
        doubted_hosts text[] not null default '{}',
        -- As somebody typed them; compared as search folds them.
        watched_names text[] not null default '{}',
        -- Hashes of networks that organisers know; worthless when the secret of their week is gone.
        trusted_networks bigint[] not null default '{}',
        changed_at timestamptz not null default now()
      );

      -- One decision about many: what was chosen, by whom, and how many it moved.
      create table letter_aside_act (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        kind text not null check (kind in ('aside','accept')),
        chosen_by text not null
          check (chosen_by in ('network','domain','alike','words','hour','reason','signature')),
        chosen text not null check (length(chosen) <= 60),
        -- Nothing that came in after the preview is touched.
        until timestamptz not null,
        reason text not null,
        channel text check (channel in ('in-person','by-phone','by-agent','known-address')),
        -- Of an accepted network: what follows from there is not doubted for it either.
        trust boolean not null default false,
        state text not null default 'proposed' check (state in ('proposed','done','undone','dropped')),
        signed integer not null default 0 check (signed >= 0),
        proposed_by bigint not null references account,
        proposed_at timestamptz not null default now(),
        decided_by bigint references account,
        decided_at timestamptz,
        check ((state = 'proposed') = (decided_by is null))
      );
      create index on letter_aside_act (letter_id, id desc);
      create function letter_aside_guard() returns trigger language plpgsql as $$
      begin
        if new.state = 'done' and new.signed > 100 and new.decided_by = new.proposed_by
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'setting many aside needs two people' using errcode = 'CS030';
        end if;
        return new;
      end
      $$;
      create trigger letter_aside_two before insert or update on letter_aside_act
        for each row execute function letter_aside_guard();

      -- Why a signature is set aside, or will be when its mailbox confirms it.
      create table signature_aside (
        signature_id bigint primary key references letter_signature on delete cascade,
        letter_id bigint not null references letter,
        -- The first is the one that is told.
        reasons text[] not null check (cardinality(reasons) >= 1),
        -- None: by a rule.
        act_id bigint references letter_aside_act,
        since timestamptz not null default now()
      );
      create index on signature_aside (letter_id, since);
      create index on signature_aside (act_id) where act_id is not null;
      create index on signature_aside (since);

      -- The public ledger. Lines are only ever added, so that no signer waits for another; those of a day
      -- are put together later. None names anybody.
      create table letter_aside_line (
        letter_id bigint not null references letter,
        day date not null default current_date,
        act text not null check (act in ('aside','restored','erased')),
        reason text not null,
        -- By a rule: told when the day is over, or whoever tries would see what is noticed.
        by_rule boolean not null,
        signed integer not null check (signed >= 1)
      );
      create index on letter_aside_line (letter_id, day);

      -- Of those erased after being set aside, what the log had.
      create table letter_aside_gone (
        letter_id bigint not null references letter,
        version_id bigint not null references letter_version,
        affirms text not null,
        appearance text not null,
        verification text not null,
        signed integer not null check (signed >= 1),
        primary key (letter_id, version_id, affirms, appearance, verification)
      );
    `,
  },
  {
    name: '0072-signing-by-day',
    sql: `
      -- Figures of days that are over, made once and never again: who leaves later changes nothing in
      -- them, so two states of them tell of nobody. Nothing below five.
      create table letter_day (
        letter_id bigint not null references letter,
        day date not null,
        appearance text not null,
        verification text not null,
        signed integer not null check (signed >= 5),
        primary key (letter_id, day, appearance, verification)
      );
      -- How many of a country had signed by the end of a day, of those who agreed to be shown: in
      -- steps of five and never fewer than before, so that nobody's coming or going is a step.
      create table letter_country (
        letter_id bigint not null references letter,
        day date not null,
        country text not null,
        signed integer not null check (signed >= 5 and signed % 5 = 0),
        primary key (letter_id, country, day)
      );
      -- Up to which day they are made.
      create table letter_days_made (
        letter_id bigint primary key references letter,
        day date not null
      );
      create view published.letter_aside as
        select l.uid as letter, a.day, a.act, a.reason, a.by_rule, sum(a.signed)::integer as signed
        from letter_aside_line a join letter l on l.id = a.letter_id
        where (not a.by_rule or a.day < current_date)
          and exists (select from published.subject p where p.subject = l.uid and p.edition is not null)
        group by l.uid, a.day, a.act, a.reason, a.by_rule;
      create view published.letter_day as
        select l.uid as letter, d.day, d.appearance, d.verification, d.signed
        from letter_day d join letter l on l.id = d.letter_id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_country as
        select l.uid as letter, c.day, c.country, c.signed
        from letter_country c join letter l on l.id = c.letter_id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      grant select on published.letter_aside, published.letter_day, published.letter_country
        to countersign_reader;
    `,
  },
];
