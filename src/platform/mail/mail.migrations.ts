import type { Migration } from '#platform/database';

export const mailMigrations: readonly Migration[] = [
  {
    name: '0007-outbox',
    sql: `
      -- Mails on their way, and, without a mail server, those the operator hands over. A body holds
      -- one-time links: it is blanked once delivered and every row goes after a week.
      create table mail_outbox (
        id bigint generated always as identity primary key,
        uid uuid not null unique default gen_random_uuid(),
        kind text not null check (kind ~ '^[a-z][a-z.-]{0,60}$'),
        -- By which way it leaves: what is confirmed from the outbox was never sent to a mailbox.
        via text not null check (via in ('smtp','outbox')),
        recipient text check (length(recipient) between 3 and 254),
        -- Keyed hash of the mailbox, to count what it is sent without keeping whose it is.
        recipient_hmac bytea not null check (length(recipient_hmac) = 32),
        subject text check (length(subject) between 1 and 200),
        body text check (length(body) between 1 and 100000),
        created_at timestamptz not null,
        expires_at timestamptz not null check (expires_at > created_at),
        read_at timestamptz,
        delivered_at timestamptz,
        check (delivered_at is null or via = 'smtp'),
        check (num_nulls(recipient, subject, body) = case when delivered_at is null then 0 else 3 end)
      );
      create index on mail_outbox (recipient_hmac, created_at);
      create index on mail_outbox (expires_at);
    `,
  },
];
