import { loadSample } from '#sample';
import type { Command } from '../command.ts';

export const sample: Command = {
  name: 'sample',
  summary: 'Fill an empty instance with a sample, to look at.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: `The facts of three news reports, coded, reviewed and published. It marks the instance a
demonstration for ever and cannot be taken back: use a data folder of its own (COUNTERSIGN_DATA).`,
  async run({ terminal, open }) {
    const { db, blobs, prepareQueues } = await open();
    await prepareQueues();
    const bar = terminal.progress('Loading the sample');
    await loadSample(db, await blobs(), ({ done, total }) => bar.at(done, total));
    bar.end();
    terminal.line('The sample is loaded. This instance is now a demonstration, for ever.');
    terminal.value({ demonstration: true });
    return 'ok';
  },
};
