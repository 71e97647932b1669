import { decideClaims, restoreClaims, withdrawable } from '#record';
import { refuse } from '../cli-refusal.ts';
import { asOption, type Call, type Command } from '../command.ts';

export const claimWithdraw: Command = {
  name: 'claim withdraw',
  summary: 'Withdraw claims with one reason, up to 500 at once, all or none.',
  arguments: '[CLAIM…]',
  least: 0,
  most: 500,
  options: {
    entity: { value: 'UID', meaning: 'All that is said of this person, group, work …' },
    source: { value: 'UID', meaning: 'All that rests on the words of this source.' },
    reason: { value: 'TEXT', meaning: 'Why; stays with each claim. Needed to withdraw.' },
    undo: { meaning: 'Bring the named claims back; within an hour, by who withdrew them.' },
    ...asOption,
  },
  details: `Accepted claims are withdrawn by reviewers and administrators, proposals by who wrote them. What is
published is not changed by it: the desk lists what no longer agrees with the record.`,
  async run(call) {
    const { db } = await call.open();
    const actor = await call.actor();
    const claims = await claimsMeant(call);
    await db.transaction().execute(async (tx) => {
      if (call.flag('undo')) return restoreClaims(tx, actor, claims);
      return decideClaims(tx, actor, claims, 'withdrawn', call.text('reason') ?? '');
    });
    const done = call.flag('undo') ? 'restored' : 'withdrawn';
    for (const claim of claims) call.terminal.line(claim);
    call.terminal.value({ [done]: claims });
    call.terminal.note(`${claims.length} claims ${done}.`);
    return 'ok';
  },
};

async function claimsMeant(call: Call): Promise<readonly string[]> {
  const [entity, source] = [call.text('entity'), call.text('source')];
  const ways = [entity, source, call.arguments[0]].filter((way) => way !== undefined);
  const isUndoOfAll = call.flag('undo') && call.arguments.length === 0;
  if (ways.length !== 1 || isUndoOfAll) refuse('cli-claims-or-of');
  if (call.arguments.length > 0) return call.arguments;
  const { db } = await call.open();
  const filter = entity === undefined ? { source: source ?? '' } : { entity };
  const claims = await withdrawable(db, await call.actor(), 'en', filter);
  if (claims.length === 0) refuse('cli-claims-none');
  return claims.map(({ uid }) => uid);
}
