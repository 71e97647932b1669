import * as z from 'zod';
import type { Actor } from '#accounts';
import { arrangeSource, markLooked, type WorkState } from '#evidence';
import type { Db } from '#platform/database';

/** What can be done with a source as a whole. */
export const moves = ['assign-me', 'assign-nobody', 'new', 'in-work', 'done'] as const;
export type Move = (typeof moves)[number];

export const arrangeForm = z.object({
  source: z.uuid(),
  /** The state the person saw the source in. */
  seen: z.enum(['new', 'in-work', 'done']),
  change: z.enum(moves),
});

/** Moves a source through the inbox. Whoever moves it has seen it: to them it is not changed. */
export async function arrange(
  db: Db,
  actor: Actor,
  { source, seen, change }: z.infer<typeof arrangeForm>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await arrangeSource(tx, actor, source, moveOf(change, seen, actor));
    await markLooked(tx, actor, source);
  });
}

/** The same as evidence takes it. Taking a new source is beginning with it. */
export function moveOf(
  move: Move,
  seen: WorkState,
  actor: Actor,
): { readonly workState?: WorkState; readonly assignedTo?: string | null } {
  switch (move) {
    case 'assign-me':
      return { assignedTo: actor.uid, ...(seen === 'new' && { workState: 'in-work' }) };
    case 'assign-nobody':
      return { assignedTo: null };
    case 'new':
    case 'in-work':
    case 'done':
      return { workState: move };
  }
}
