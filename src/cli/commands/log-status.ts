import { listCountersigners, logStatus } from '#log';
import type { Command } from '../command.ts';

export const logStatusCommand: Command = {
  name: 'log status',
  summary: 'Tell how the log stands: entries, signatures, countersigners, alarms.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: 'Ends with 6 when something must be looked at: see the page Log at the desk.',
  async run({ terminal, open }) {
    const { db } = await open();
    const [status, countersigners] = [await logStatus(db), await listCountersigners(db)];
    terminal.value({
      ...status,
      signed: String(status.signed),
      published: String(status.published),
      countersigners: countersigners.map(({ name, problem }) => ({ name, problem })),
    });
    for (const key of status.verifierKeys) terminal.line(`Key ${key}`);
    terminal.line(
      `${status.signed} entries signed, ${status.published} published, ${status.waiting} waiting for their place.`,
    );
    for (const { name, problem, lastSeenAt } of countersigners) {
      const when = lastSeenAt === null ? 'never' : lastSeenAt.toISOString();
      terminal.line(
        `Countersigner ${name}: last ${when}${problem === null ? '' : ` · ${problem}`}`,
      );
    }
    if (status.alarms === 0) return 'ok';
    terminal.line(`${status.alarms} alarms nobody has looked at.`);
    return 'differs';
  },
};
