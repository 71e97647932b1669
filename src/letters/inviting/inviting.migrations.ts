import type { Migration } from '#platform/database';

export const invitingMigrations: readonly Migration[] = [
  {
    name: '0069-inviting',
    sql: `
      alter table letter_signing
        -- Since when it is closed: what is kept of the invited is destroyed some days after.
        add column closed_at timestamptz,
        -- Who was invited may see who has signed by name so far.
        add column shows_signers boolean not null default false,
        add column reminders smallint not null default 0 check (reminders between 0 and 3),
        -- Days between one mail and the next.
        add column reminder_days smallint not null default 7 check (reminder_days between 3 and 60);
      update letter_signing set closed_at = now() where state = 'closed';

      -- One list that was brought in; what was wrong with it is told by line, without a word of it.
      create table letter_import (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        problems jsonb not null default '[]',
        made_by bigint not null references account,
        made_at timestamptz not null default now()
      );
      create index on letter_import (letter_id, id desc);

      -- Somebody who is asked to sign. Never a signature.
      create table letter_invitation (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        import_id bigint not null references letter_import,
        -- Keyed hash of the canonical mailbox, under the letter's secret; without one a link goes by hand.
        mailbox bytea check (octet_length(mailbox) = 32),
        -- Name, credit, address and the rest, sealed under the letter's secret.
        person text not null,
        -- Their page in the record, if an organiser has chosen it.
        entity uuid,
        state text not null default 'draft'
          check (state in ('draft','queued','sent','opened','signed')),
        mails smallint not null default 0 check (mails >= 0),
        mailed_at timestamptz,
        -- When the next mail is sent; none is after somebody asked for none, or signed.
        due_at timestamptz,
        -- Asked for no more mail.
        stopped boolean not null default false,
        signature_id bigint references letter_signature on delete set null,
        made_at timestamptz not null default now(),
        check (not stopped or due_at is null),
        check (state <> 'signed' or due_at is null)
      );
      create unique index letter_invitation_one on letter_invitation (letter_id, mailbox)
        where mailbox is not null;
      create index on letter_invitation (letter_id, id);
      create index on letter_invitation (import_id);
      create index on letter_invitation (signature_id) where signature_id is not null;
      create index on letter_invitation (due_at) where due_at is not null;

      -- The links to an invitation, by hash. What each proves depends on the way that it took alone.
      create table letter_invitation_link (
        link bytea primary key check (octet_length(link) = 32),
        invitation_id bigint not null references letter_invitation on delete cascade,
        way text not null check (way in ('smtp','outbox','hand')),
        unique (invitation_id, way)
      );

      -- Mailboxes that are not asked again, however often a list names them: keyed hashes.
      create table letter_uninvited (
        letter_id bigint not null references letter,
        mailbox bytea not null check (octet_length(mailbox) = 32),
        primary key (letter_id, mailbox)
      );

      -- How many invitations have ended without a name, and never whose. Answered: they declined, or
      -- signed in a way that tells nobody who they are. Unknown: it was somebody else's address.
      create table letter_invitation_ended (
        letter_id bigint not null references letter,
        how text not null check (how in ('answered','unknown')),
        people integer not null default 1 check (people >= 1),
        primary key (letter_id, how)
      );

      -- The domains at which organisations have their mailboxes, as the organisers know them.
      create table letter_domain (
        letter_id bigint not null references letter,
        -- What signers call the organisation, and the same folded.
        affiliation text not null check (length(affiliation) between 1 and 200),
        folded text not null check (folded <> ''),
        domain text not null check (length(domain) between 4 and 253),
        primary key (letter_id, folded, domain)
      );

      -- Who declines is erased by themselves; a restored backup must do it again.
      alter table erasure_journal drop constraint erasure_journal_kind_check,
        add check (kind in ('subject','edition','document','decision','entity','claim','passage',
          'signature','invitation'));
      create or replace function erasure_journal_guard() returns trigger language plpgsql as $$
      begin
        if not new.restored and new.kind not in ('signature','invitation')
           and not exists (select from erasure where uid = new.erasure and state = 'approved') then
          raise exception 'nothing is erased without an approved decision' using errcode = 'CS013';
        end if;
        return new;
      end
      $$;
    `,
  },
  {
    name: '0070-mail-unsubscribe',
    sql: `
      -- Where a mail program asks for no more of the same (RFC 8058); forgotten with the text.
      alter table mail_outbox add column unsubscribe text
        check (unsubscribe is null or (delivered_at is null and length(unsubscribe) <= 1000));
    `,
  },
];
