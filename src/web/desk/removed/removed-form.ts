import * as z from 'zod';
import type { Actor } from '#accounts';
import type { Db } from '#platform/database';
import { cancelErasure, decideErasure, erasureReasons, keepTrace, proposeErasure } from '#record';

const reason = z.string().default('');

/** What the page of one who was taken back sends: `do` says which of its forms. */
export const removedForm = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('keep'),
    subject: z.array(z.uuid()).min(1).max(500),
    thing: z.uuid(),
    print: z.string().regex(/^[0-9a-f]{64}$/),
    reason,
  }),
  z.object({
    do: z.literal('erase'),
    extent: z.enum(['published', 'record']),
    reasonClass: z.enum(erasureReasons),
    reason,
  }),
  z.object({ do: z.enum(['approve', 'refuse', 'cancel']), erasure: z.uuid() }),
]);

/** Keeps a name, or proposes, decides or takes back an erasure. */
export async function carryOut(
  db: Db,
  actor: Actor,
  removed: string,
  values: z.output<typeof removedForm>,
  singlePerson: boolean,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    switch (values.do) {
      case 'keep': {
        const { thing, print, reason: why } = values;
        for (const subject of values.subject) {
          await keepTrace(tx, actor, { of: removed, subject, thing, print }, why);
        }
        return;
      }
      case 'erase': {
        const { extent, reasonClass, reason: why } = values;
        const input = { subject: removed, extent, reasonClass, reason: why };
        return void (await proposeErasure(tx, actor, input));
      }
      case 'cancel':
        return cancelErasure(tx, actor, values.erasure);
      case 'approve':
      case 'refuse': {
        const verdict = { approve: values.do === 'approve', singlePerson };
        return decideErasure(tx, actor, values.erasure, verdict);
      }
    }
  });
}
