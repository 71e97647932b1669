import type { Migration } from '#platform/database';

export const deskListMigrations: readonly Migration[] = [
  {
    name: '0013-desk-lists',
    sql: `
      -- The queue in its order: its first page ends after a hundred proposals instead of all of them.
      create index claim_queue on claim ((coalesce(passage_id, 0)), id) where state = 'proposed';

      -- The inbox counts the claims of fifty sources at once: from the index alone.
      create index claim_by_passage on claim (passage_id) include (state, scope_id, entity_id)
        where passage_id is not null;
      drop index claim_passage_id_idx;

      create index dispute_in_order on dispute (settled, kind, entity_id, property, scope_id);
      drop index dispute_settled_scope_id_idx;

      -- What one person decided lately; a step that only proposes is never asked for by its moment.
      create index claim_step_decided on claim_step (account_id, at desc)
        where state in ('accepted','rejected');
      drop index claim_step_account_id_at_idx;

      create index profile_disputed on profile (kind, sort_name collate "und-x-icu", entity_id)
        where disputed > 0;
    `,
  },
];
