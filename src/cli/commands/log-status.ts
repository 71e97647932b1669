import { listCountersigners, logStatus, readQuorum } from '#log';
import type { Command } from '../command.ts';
import { counted } from '../counted.ts';
import { successionLines } from '../succession-lines.ts';

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
  async run({ terminal, open, config }) {
    const { db } = await open();
    const [status, countersigners] = [await logStatus(db), await listCountersigners(db)];
    const quorum = await readQuorum(db);
    terminal.value({
      ...status,
      signed: String(status.signed),
      published: String(status.published),
      succession: status.succession && {
        ...status.succession,
        place: status.succession.place === null ? null : String(status.succession.place),
      },
      quorum,
      countersigners: countersigners.map(({ name, problem }) => ({ name, problem })),
    });
    for (const key of status.verifierKeys) {
      terminal.line(`Key ${key}${status.retiredKeys.includes(key) ? ' (retired)' : ''}`);
    }
    for (const line of successionLines(status.succession, config.publicUrl)) terminal.line(line);
    if (status.stopped !== null) terminal.line(`The log stands still: ${status.stopped.message}`);
    terminal.line(
      `${counted(status.signed, 'entry', 'entries')} signed, ${status.published} published, ${status.waiting} waiting for their place.`,
    );
    for (const { name, problem, lastSeenAt } of countersigners) {
      const when =
        lastSeenAt === null ? 'has never signed' : `last signed ${lastSeenAt.toISOString()}`;
      terminal.line(`Countersigner ${name}: ${when}${problem === null ? '' : ` · ${problem}`}`);
    }
    const { stopped, published, signed, signedAt, cosigned, alarms } = status;
    const isShort = published < signed && cosigned < quorum;
    if (isShort) {
      terminal.line(
        `The newest checkpoint is not published: ${cosigned} of our countersigners have signed it, ${quorum} must have. It goes on by itself when they answer.`,
      );
    }
    if (alarms > 0) terminal.line(`${counted(alarms, 'alarm')} nobody has looked at.`);
    const isLasting = signedAt !== null && Date.now() - signedAt.getTime() > patienceMs;
    return stopped !== null || alarms > 0 || (isShort && isLasting) ? 'differs' : 'ok';
  },
};
