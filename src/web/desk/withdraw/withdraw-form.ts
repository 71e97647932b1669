import * as z from 'zod';
import type { Actor } from '#accounts';
import type { Db } from '#platform/database';
import { decideClaims, RecordRefusal, restoreClaims } from '#record';

const uid = z.uuid();
const uids = z.array(uid).max(500);

/**
 * What the page sends: `do` names the button. `ticked` withdraws what was ticked, `all` everything that
 * was listed when the page was made; `undo` brings back what is named in `claim`, `undo:<uid>` one.
 */
export const withdrawForm = z.object({
  do: z.union([
    z.enum(['ticked', 'all', 'undo']),
    z.templateLiteral(['undo:', z.string().max(36)]),
  ]),
  claim: uids,
  listed: uids,
  comment: z.string().trim().default(''),
});

/** How many fields the page may send: every claim is listed and may be ticked. */
export const withdrawLimits = { lists: ['claim', 'listed'], fields: 1_010 };

/** Withdraws or brings back, all or none. */
export async function carryOut(
  db: Db,
  actor: Actor,
  { do: button, claim, listed, comment }: z.output<typeof withdrawForm>,
): Promise<void> {
  const [, only] = button.split(':', 2);
  const named = button === 'all' ? listed : only === undefined ? claim : [uid.parse(only)];
  if (named.length === 0) throw new RecordRefusal({ code: 'nothing-chosen' });
  await db.transaction().execute(async (tx) => {
    if (button.startsWith('undo')) return restoreClaims(tx, actor, named);
    return decideClaims(tx, actor, named, 'withdrawn', comment);
  });
}
