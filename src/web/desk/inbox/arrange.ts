import * as z from 'zod';
import type { Actor } from '#accounts';
import { arrangeSource, markLooked, type WorkState } from '#evidence';
import type { Db } from '#platform/database';

/** What can be done with a source as a whole. */
export const moves = ['assign-me', 'assign-nobody', 'assign', 'new', 'in-work', 'done'] as const;
export type Move = (typeof moves)[number];

export const arrangeForm = z.object({
  source: z.uuid(),
  /** The state the person saw the source in. */
  seen: z.enum(['new', 'in-work', 'done']),
  change: z.enum(moves),
  /** Uid of whom it is handed to, with `assign`; empty for nobody. */
  to: z.union([z.uuid(), z.literal('')]).default(''),
});

/** Moves a source through the inbox. Whoever moves it has seen it: to them it is not changed. */
export async function arrange(
  db: Db,
  actor: Actor,
  { source, seen, change, to }: z.infer<typeof arrangeForm>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await arrangeSource(tx, actor, source, moveOf(change, seen, actor, to));
    await markLooked(tx, actor, source);
  });
}

/**
 * The same as evidence takes it. Taking a new source is beginning with it; one handed to somebody
 * else stays new until they begin.
 *
 * @param to uid of whom it is handed to, with `assign`; empty for nobody.
 */
export function moveOf(
  move: Move,
  seen: WorkState,
  actor: Actor,
  to: string,
): { readonly workState?: WorkState; readonly assignedTo?: string | null } {
  switch (move) {
    case 'assign-me':
      return { assignedTo: actor.uid, ...(seen === 'new' && { workState: 'in-work' }) };
    case 'assign-nobody':
      return { assignedTo: null };
    case 'assign':
      return to === actor.uid
        ? moveOf('assign-me', seen, actor, to)
        : { assignedTo: to === '' ? null : to };
    case 'new':
    case 'in-work':
    case 'done':
      return { workState: move };
  }
}
