import { readErasureJournal } from '#record';
import type { Command } from '../command.ts';

export const erasuresExport: Command = {
  name: 'erasures export',
  summary: 'Write the journal of erasures to standard output, for restoring an older backup.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: `One entry a line, as JSON: kinds, public ids and moments, no names. Keep a copy of it apart from this
machine and newer than your backups: countersign restore FILE --erasures FILE destroys again what was erased
since the backup was made.`,
  async run({ terminal, open }) {
    const entries = await readErasureJournal((await open()).db);
    for (const entry of entries) await terminal.raw(`${JSON.stringify(entry)}\n`);
    terminal.note(`${entries.length} entries.`);
    return 'ok';
  },
};
