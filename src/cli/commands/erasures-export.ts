import { readErasureJournal } from '#record';
import type { Command } from '../command.ts';

export const erasuresExport: Command = {
  name: 'erasures export',
  summary: 'Write down what was erased, for restoring an older backup.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: `One line of JSON each, to standard output: kinds, public ids and times, no names. Give the file to
countersign restore --erasures, and what was erased since the backup is erased again.`,
  async run({ terminal, open }) {
    const { db } = await open();
    for (const entry of await readErasureJournal(db)) terminal.line(JSON.stringify(entry));
    return 'ok';
  },
};
