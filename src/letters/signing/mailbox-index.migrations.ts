import type { Migration } from '#platform/database';

export const mailboxIndexMigrations: readonly Migration[] = [
  {
    name: '0093-mailbox-index',
    sql: `
      -- All that one mailbox sent under a letter, in whatever state: who leaves, vouches or is counted by night was
      -- looked for among everybody who had signed.
      create index letter_signature_mailbox on letter_signature (letter_id, mailbox);
      drop index letter_signature_waiting;
    `,
  },
];
