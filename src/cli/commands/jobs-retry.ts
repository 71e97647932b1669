import { allDead } from '#platform/jobs';
import { refuse } from '../cli-refusal.ts';
import type { Command } from '../command.ts';

export const jobsRetry: Command = {
  name: 'jobs retry',
  summary: 'Put work that was given up back on its queue.',
  arguments: 'ID…|all',
  least: 1,
  most: 100,
  options: {},
  async run({ terminal, open, ...typed }) {
    const workplace = await open();
    const jobs = await workplace.jobs();
    try {
      const dead = await allDead(workplace.db);
      const wanted = typed.arguments.includes('all') ? dead.map(({ id }) => id) : typed.arguments;
      const known = new Set(dead.map(({ id }) => id));
      if (wanted.some((id) => !known.has(id))) refuse('cli-job-unknown');
      for (const id of wanted) {
        const retried = await jobs.retryDead(id);
        terminal.line(`${id}  ${retried ? 'waits again' : 'is gone'}`);
        terminal.value({ id, retried });
      }
      return 'ok';
    } finally {
      await jobs.stop();
    }
  },
};
