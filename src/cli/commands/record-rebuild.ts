import { rebuildProjection, type RebuildProgress } from '#record';
import type { Command } from '../command.ts';

export const recordRebuild: Command = {
  name: 'record rebuild',
  summary: 'Make the readable record anew from its claims.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: 'Readers see the old one until the new one is whole; claims written meanwhile wait.',
  async run({ terminal, open }) {
    const { db } = await open();
    const bar = terminal.progress('Rebuilding');
    const began = performance.now();
    let last: RebuildProgress = { entities: 0, total: 0, claims: 0 };
    await rebuildProjection(db, (progress) => {
      last = progress;
      bar.at(progress.entities, progress.total);
    });
    bar.end();
    const { entities, claims } = last;
    const seconds = (performance.now() - began) / 1000;
    const claimsPerSecond = Math.round(claims / seconds);
    terminal.line(
      `${entities} entities from ${claims} claims in ${seconds.toFixed(2)} s: ${claimsPerSecond} claims/s`,
    );
    terminal.value({ entities, claims, seconds, claimsPerSecond });
    return 'ok';
  },
};
