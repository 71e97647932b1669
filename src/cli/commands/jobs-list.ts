import { allDead, listJobs } from '#platform/jobs';
import type { Command } from '../command.ts';

export const jobsList: Command = {
  name: 'jobs list',
  summary: 'List work in the background: waiting, running, given up.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  async run({ terminal, open }) {
    const { db, prepareQueues } = await open();
    await prepareQueues();
    const [queues, dead] = [await listJobs(db), await allDead(db)];
    for (const { name, waiting, active, failed, dead: given, lastCode } of queues) {
      const last = lastCode === undefined ? '' : ` · last failure: ${lastCode}`;
      terminal.line(
        `${name}  ${waiting} waiting · ${active} running · ${failed} to be tried again · ${given} given up${last}`,
      );
    }
    for (const job of dead) {
      terminal.line(`given up ${job.id}  ${job.queue}: ${job.code}, ${job.attempts} attempts`);
    }
    terminal.value({ queues, dead });
    return 'ok';
  },
};
