import type { Migration } from '#platform/database';

export const vouchingMigrations: readonly Migration[] = [
  {
    name: '0089-vouching',
    sql: `
      -- Of somebody who asks others to vouch for them. Nothing here says who does.
      create table signature_vouching (
        signature_id bigint primary key references letter_signature on delete cascade,
        -- What the address was derived from, and its hash; both gone when its signer ends it.
        nonce uuid,
        address bytea unique check (octet_length(address) = 32),
        -- As they were counted last.
        vouchers integer not null default 0 check (vouchers >= 0),
        -- Too few vouch for a class that holds: the day on which it falls.
        falls_on date,
        check ((nonce is null) = (address is null))
      );

      -- For whom somebody vouches: one sealed list of one size, whatever it holds. No row names two people.
      create table signature_vouches (
        signature_id bigint primary key references letter_signature on delete cascade,
        vouches text not null
      );
    `,
  },
];
