import type { Migration } from '#platform/database';

export const agentMigrations: readonly Migration[] = [
  {
    name: '0079-agents',
    sql: `
      alter table letter_signature drop constraint letter_signature_verification_check,
        add check (verification in ('mailbox','domain','organiser','vouched','agent'));

      -- Who may sign for somebody that is invited. Goes with the invitation.
      create table letter_agent (
        invitation_id bigint primary key references letter_invitation on delete cascade,
        uid uuid not null unique default gen_random_uuid(),
        letter_id bigint not null references letter,
        -- Keyed hash of the agent's mailbox, under the letter's secret.
        mailbox bytea not null check (octet_length(mailbox) = 32),
        -- Name and address, sealed under the letter's secret.
        agent text not null,
        -- Of the link that was mailed last, by hash; what it proves of the agent depends on its way.
        link bytea unique check (octet_length(link) = 32),
        way text check (way in ('smtp','outbox')),
        mails smallint not null default 0 check (mails >= 0),
        mailed_at timestamptz,
        due_at timestamptz,
        check ((link is null) = (way is null))
      );
      create index on letter_agent (due_at) where due_at is not null;
      create index on letter_agent (letter_id);

      -- By which word of the person an agent signed for them. Goes with the signature.
      create table signature_mandate (
        signature_id bigint primary key references letter_signature on delete cascade,
        -- The agent's name, the words, when and how they were given, sealed under the letter's secret.
        mandate text not null
      );
    `,
  },
];
