import type { Migration } from '#platform/database';

export const courseMigrations: readonly Migration[] = [
  {
    name: '0073-letter-course',
    sql: `
      -- How far a letter has come is read from what was done with it, and written nowhere twice.
      alter table letter drop column state;

      alter table letter_signing
        drop constraint letter_signing_state_check,
        drop constraint letter_signing_check,
        add check (state in ('planned','open','paused','closed')),
        -- Told while it is paused, and after it closed.
        add check (state in ('paused','closed') or message = ''),
        add column opens_at timestamptz,
        add column closes_at timestamptz,
        -- What is told from that minute on.
        add column closing text not null default '' check (length(closing) <= 500),
        add check (closes_at > opens_at),
        add check (state <> 'planned' or opens_at is not null);
      alter table letter_signing add check ((state = 'closed') = (closed_at is not null));
      create index on letter_signing (opens_at) where state = 'planned';
      create index on letter_signing (closes_at) where state in ('open','paused');

      -- A publication that two people decided on and that takes effect at a set minute.
      create table letter_embargo (
        id bigint generated always as identity primary key,
        letter_id bigint not null references letter,
        decision_id bigint not null unique references decision,
        publish_at timestamptz not null,
        state text not null default 'waiting' check (state in ('waiting','published','stopped')),
        changed_by bigint not null references account,
        ended_at timestamptz,
        check ((state = 'waiting') = (ended_at is null))
      );
      create unique index on letter_embargo (letter_id) where state = 'waiting';
      create index on letter_embargo (publish_at) where state = 'waiting';

      -- The way by which the author of a testimony decides on its publication; only its hash is here.
      create table testimony_link (
        letter_id bigint primary key references letter,
        link bytea not null unique check (octet_length(link) = 32),
        made_by bigint not null references account,
        made_at timestamptz not null default now()
      );
      -- What the author said of the publication; the last word holds.
      create table testimony_step (
        id bigint generated always as identity primary key,
        letter_id bigint not null references letter,
        step text not null check (step in ('permitted','held','taken-back')),
        -- The version that was before them.
        version_id bigint not null references letter_version,
        -- By their link, or as somebody of the desk writes down, who reached them otherwise.
        how text not null check (how in ('link','in-person','by-phone','by-agent','known-address')),
        -- Who said it, where somebody else wrote it down.
        who text not null default '' check (length(who) <= 300),
        account_id bigint references account,
        at timestamptz not null default now(),
        check ((how = 'link') = (account_id is null)),
        check ((how = 'link') = (who = ''))
      );
      create index on testimony_step (letter_id, id);

      create table letter_delivery (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        addressee text not null check (length(addressee) between 1 and 2000),
        -- EDTF days.
        delivered_on text not null,
        how text not null check (how in ('handed-over','mail','registered-post','post','other')),
        by_whom text not null check (length(by_whom) between 1 and 300),
        -- Signatures by class when it was written down: {total, appearance: {…}, verification: {…}}.
        signed jsonb not null,
        acknowledged_on text,
        answered_on text,
        answer text not null default '' check (length(answer) <= 5000),
        -- The page of a published source that holds the answer.
        source uuid,
        changed text not null default '' check (length(changed) <= 5000),
        -- Written down by mistake: left out of the next edition.
        dropped boolean not null default false,
        revision integer not null default 1,
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        check (answered_on is not null or (answer = '' and source is null))
      );
      create index on letter_delivery (letter_id, id);

      -- What others did for what the letter asks: interventions that have a page of their own.
      create table letter_solidarity (
        letter_id bigint not null references letter,
        subject uuid not null,
        author_id bigint not null references account,
        at timestamptz not null default now(),
        primary key (letter_id, subject)
      );

      -- Counts that a public letter reached, and when; the largest of those reached at once.
      create table letter_milestone (
        letter_id bigint not null references letter,
        reached integer not null,
        at timestamptz not null default now(),
        primary key (letter_id, reached)
      );

      -- What became of claims that a public letter rests on, since when.
      create table letter_note_change (
        id bigint generated always as identity primary key,
        letter_id bigint not null references letter,
        subject uuid not null,
        claim uuid not null,
        state text not null check (state in ('gone','removed','disputed')),
        at timestamptz not null default now(),
        unique (letter_id, subject, claim, state)
      );

      create or replace view published.letter_signing as
        select l.uid as letter, s.state, s.message, s.names_hidden, s.opens_at, s.closes_at,
          s.opened_at, s.closed_at
        from letter l join letter_signing s on s.letter_id = l.id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_milestone as
        select l.uid as letter, m.reached, m.at
        from letter_milestone m join letter l on l.id = m.letter_id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      create view published.letter_note_change as
        select l.uid as letter, c.subject, c.claim, c.state, c.at
        from letter_note_change c join letter l on l.id = c.letter_id
        where exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
      grant select on published.letter_milestone, published.letter_note_change to countersign_reader;
    `,
  },
  {
    name: '0074-letter-updates',
    sql: `
      -- Mails to those who signed: written, read by a second person, sent slice by slice.
      create table letter_update (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        -- News, to those who agreed to hear; a new version, to all who signed another; something that the
        -- letter rests on has changed, to those who agreed.
        kind text not null check (kind in ('news','version','claim')),
        -- By language: {subject, body}.
        texts jsonb not null,
        -- By language, as it was decided on: the whole mail, and the address that stops them; with {own} and {stop}
        -- where the links of each stand.
        mails jsonb,
        hours integer not null check (hours between 1 and 72),
        state text not null default 'proposed'
          check (state in ('proposed','refused','sending','stopped','sent')),
        author_id bigint not null references account,
        created_at timestamptz not null default now(),
        decided_by bigint references account,
        decided_at timestamptz,
        comment text not null default '',
        -- The signature up to which it was sent, and the last that it is for.
        after_id bigint not null default 0,
        until_id bigint,
        slice integer,
        next_at timestamptz,
        mailed integer not null default 0,
        ended_at timestamptz,
        check ((state in ('proposed')) = (decided_by is null)),
        check ((state = 'sending') = (next_at is not null)),
        check (state not in ('sending','stopped','sent') or (mails is not null and until_id is not null))
      );
      create unique index on letter_update (letter_id) where state in ('proposed','sending');
      create index on letter_update (next_at) where state = 'sending';
      create function letter_update_guard() returns trigger language plpgsql as $$
      begin
        if old.state <> 'proposed' and (new.texts <> old.texts or new.mails is distinct from old.mails) then
          raise exception 'what was decided on is what is sent' using errcode = 'CS023';
        end if;
        if old.state = 'proposed' and new.state = 'sending' and new.decided_by = new.author_id
           and not exists (select from setting where key = 'single-person' and value = 'true') then
          raise exception 'an update needs two people' using errcode = 'CS024';
        end if;
        if old.state in ('refused','stopped','sent') then
          raise exception 'an update ends once' using errcode = 'CS025';
        end if;
        return new;
      end
      $$;
      create trigger letter_update_fixed before update on letter_update
        for each row execute function letter_update_guard();

      -- Whoever wants no more mail about this letter, whatever it would be.
      alter table letter_signature add column quiet boolean not null default false;

      -- A random id of what a mail is about, by which it is withdrawn while it has not left yet.
      alter table mail_outbox add column about uuid check (about is null or delivered_at is null);
      create index on mail_outbox (about) where about is not null;
    `,
  },
];
