import { resetAccount } from '#accounts';
import { accountLink } from '../account-link.ts';
import type { Command } from '../command.ts';

export const accountReset: Command = {
  name: 'account reset',
  summary: 'Print a one-time link with which somebody locked out sets new credentials.',
  arguments: 'EMAIL',
  least: 1,
  most: 1,
  options: {},
  details:
    'Also for the last administrator. Their sessions end now; the old credentials hold until the link is used.',
  async run({ terminal, open, config, ...typed }) {
    const { db } = await open();
    const made = await resetAccount(db, typed.arguments[0]);
    const link = accountLink(config, 'reset', made.token);
    terminal.line(link);
    const until = `${made.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    terminal.note(`Whoever opens this link owns the account. It works once, until ${until}.`);
    terminal.value({ account: made.accountUid, link, expiresAt: made.expiresAt });
    return 'ok';
  },
};
