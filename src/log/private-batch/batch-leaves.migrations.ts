import type { Migration } from '#platform/database';

export const batchLeafMigrations: readonly Migration[] = [
  {
    name: '0067-batch-leaves',
    sql: `
      -- The leaves of each private batch, 32 bytes each, so that anybody can hold items that were opened
      -- against its root. Batches from before have none: their items are noted again where they must be shown.
      create table private_batch (
        entry uuid primary key references log_entry (entry),
        leaves bytea not null check (octet_length(leaves) % 32 = 0)
      );
      -- They are hashes: trying to compress them is in vain.
      alter table private_batch alter column leaves set storage external;
      create index private_item_batch on private_item (batch, place) where batch is not null;

      create view published.log_batch as
        select b.entry, b.leaves from private_batch b join log_entry e on e.entry = b.entry
        where e.place < (select max(size) from log_checkpoint where published_at is not null);
      grant select on published.log_batch to countersign_reader;
    `,
  },
];
