import * as z from 'zod';
import type { Actor } from '#accounts';
import type { Db } from '#platform/database';
import { decideClaims, RecordRefusal, reopenClaims } from '#record';

const uid = z.uuid();

/**
 * What the review form sends: `do` names the button. `accept` and `reject` act on the ticked claims;
 * `accept:<uids>` and `undo:<uids>` on those they name, so that what is decided on is what was seen.
 */
export const decideForm = z.object({
  do: z
    .string()
    .max(50_000)
    .transform((value, context) => {
      const [verb = '', list = ''] = value.split(':', 2);
      const uids = list.split(',').filter((one) => uid.safeParse(one).success);
      if (verb === 'accept' || verb === 'reject' || verb === 'undo') return { verb, uids } as const;
      context.addIssue({ code: 'custom', input: value });
      return z.NEVER;
    }),
  claim: z.array(uid).max(500),
  comment: z.string().trim().max(5_000).default(''),
});

/** Carries out what a button of the review form says. */
export async function decide(
  db: Db,
  actor: Actor,
  singlePerson: boolean,
  { do: button, claim, comment }: z.output<typeof decideForm>,
): Promise<void> {
  const uids = button.uids.length > 0 ? button.uids : claim;
  if (uids.length === 0) throw new RecordRefusal({ code: 'nothing-chosen' });
  await db.transaction().execute(async (tx) => {
    if (button.verb === 'undo') return reopenClaims(tx, actor, uids, comment);
    const verdict = button.verb === 'accept' ? 'accepted' : 'rejected';
    return decideClaims(tx, actor, uids, verdict, comment, { singlePerson });
  });
}
