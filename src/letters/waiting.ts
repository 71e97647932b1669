import { sql } from 'kysely';

/** What of a letter waits for a second person. */
export const waitingSteps = [
  'text',
  'translation',
  'panel',
  'opening',
  'update',
  'retention',
  'aside',
] as const;
export type WaitingStep = (typeof waitingSteps)[number];

/** Everything that waits for a second person: `letter_id`, `author_id` of who asks, `step`. */
export const waitingForSecond = sql`(
  select letter_id, author_id, 'text' as step from letter_version where state = 'proposed'
  union all
  select v.letter_id, t.author_id, 'translation' from letter_translation t
  join letter_version v on v.id = t.version_id where t.state = 'proposed'
  union all
  select letter_id, set_by, 'panel' from letter_panel
  where confirmed_at is null and until >= current_date
  union all
  select letter_id, imported_by, 'opening' from letter_round where state = 'imported'
  union all
  select letter_id, author_id, 'update' from letter_update where state = 'proposed'
  union all
  select letter_id, proposed_by, 'retention' from letter_retention where proposed is not null
  union all
  select letter_id, proposed_by, 'aside' from letter_aside_act where state = 'proposed'
)`;
