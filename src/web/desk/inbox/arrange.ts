import * as z from 'zod';
import type { Actor } from '#accounts';
import { arrangeSource, markLooked } from '#evidence';
import type { Db } from '#platform/database';

export const arrangeForm = z.object({
  source: z.uuid(),
  /** The state the person saw the source in. */
  seen: z.enum(['new', 'in-work', 'done']),
  change: z.enum(['assign-me', 'assign-nobody', 'new', 'in-work', 'done']),
});
export type Arrangement = z.infer<typeof arrangeForm>;

/**
 * Moves a source through the inbox. Taking a source is beginning with it. Whoever moves it has seen
 * it: it does not stand out as changed to them.
 */
export async function arrange(db: Db, actor: Actor, arrangement: Arrangement): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await arrangeSource(tx, actor, arrangement.source, changeOf(arrangement, actor));
    await markLooked(tx, actor, arrangement.source);
  });
}

function changeOf({ change, seen }: Arrangement, actor: Actor) {
  switch (change) {
    case 'assign-me':
      return {
        assignedTo: actor.uid,
        ...(seen === 'new' && { workState: 'in-work' as const }),
      };
    case 'assign-nobody':
      return { assignedTo: null };
    case 'new':
    case 'in-work':
    case 'done':
      return { workState: change };
  }
}
