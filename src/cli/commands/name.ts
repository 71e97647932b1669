import { nameInstance } from '#editions';
import { refuse } from '../cli-refusal.ts';
import type { Command } from '../command.ts';

export const nameCommand: Command = {
  name: 'name',
  summary:
    'Say which organisation runs this instance: pages, mails and what signers agree to name it.',
  arguments: 'NAME',
  least: 1,
  most: 30,
  options: {},
  details: `Until it is said they name “Countersign”. Say it before people sign: who agreed to other words is asked
again when they change their signature.`,
  async run({ terminal, open, ...typed }) {
    const { db } = await open();
    const name = typed.arguments.join(' ');
    const isNamed = await db.transaction().execute((tx) => nameInstance(tx, name));
    if (!isNamed) refuse('cli-name');
    terminal.line(`This instance is named ${name}.`);
    terminal.value({ name });
    return 'ok';
  },
};
