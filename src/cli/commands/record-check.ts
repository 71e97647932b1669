import { checkProjection } from '#record';
import type { Command } from '../command.ts';

export const recordCheck: Command = {
  name: 'record check',
  summary: 'Compare the readable record with what its claims give.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details:
    'Changes nothing. Ends with 6 when something differs; countersign record rebuild mends it.',
  async run({ terminal, open }) {
    const { db } = await open();
    const bar = terminal.progress('Checking');
    const check = await checkProjection(db, ({ entities, total }) => bar.at(entities, total));
    bar.end();
    terminal.value(check);
    const { entities, claims, differing } = check;
    if (differing.length === 0) {
      terminal.line(`The record is what its claims give: ${entities} entities, ${claims} claims.`);
      return 'ok';
    }
    terminal.line(`${differing.length} of ${entities} entities differ from their claims:`);
    for (const uid of differing.slice(0, 20)) terminal.line(`  ${uid}`);
    return 'differs';
  },
};
