import { listAccounts } from '#accounts';
import { asOption, type Command } from '../command.ts';

export const accountList: Command = {
  name: 'account list',
  summary: 'List who has an account.',
  arguments: '',
  least: 0,
  most: 0,
  options: asOption,
  async run({ terminal, open, actor }) {
    const { db } = await open();
    const accounts = await listAccounts(db, await actor());
    for (const account of accounts) {
      const { name, email, roles, state, secondFactor } = account;
      const marks = [
        roles.join(', '),
        ...(state === 'suspended' ? ['suspended'] : []),
        ...(secondFactor ? ['second factor'] : []),
      ];
      terminal.line(`${name} <${email}>  ${marks.join(' · ')}`);
      terminal.value(account);
    }
    return 'ok';
  },
};
