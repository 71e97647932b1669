import { listCountersigners, logStatus, readQuorum } from '#log';
import type { Command } from '../command.ts';

// A round takes a second or two, a countersigner at most ten.
const patienceMs = 30_000;

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
    const quorum = await readQuorum(db);
    terminal.value({
      ...status,
      signed: String(status.signed),
      published: String(status.published),
      quorum,
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
    const { stopped, published, signed, signedAt, cosigned, alarms } = status;
    if (stopped !== null) terminal.line(`It stands still. ${stopped.message}`);
    const isShort = published < signed && cosigned < quorum;
    if (isShort) {
      terminal.line(
        `The newest checkpoint is not published: ${cosigned} of our countersigners have signed it, ${quorum} must have. It goes on by itself when they answer.`,
      );
    }
    if (alarms > 0) terminal.line(`${alarms} alarms nobody has looked at.`);
    const isLasting = signedAt !== null && Date.now() - signedAt.getTime() > patienceMs;
    return stopped !== null || alarms > 0 || (isShort && isLasting) ? 'differs' : 'ok';
  },
};
