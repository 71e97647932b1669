import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { followLog, originOf, type Finding, type FollowOutcome } from '#monitor';
import { count } from '../arguments.ts';
import { reading } from '../backup-input.ts';
import type { Command } from '../command.ts';
import type { ExitName } from '../exit-codes.ts';
import { findingSentence, trustSentence } from '../monitor-sentences.ts';
import type { Terminal } from '../terminal.ts';

const answerMs = 30_000;
const defaultMinutes = 30;
/** Lines of news for people; alarms are all told. */
const shownNews = 50;

export const monitor: Command = {
  name: 'monitor',
  summary: 'Watch a log from outside: that nothing was rewritten, dropped or changed unsaid.',
  arguments: 'URL',
  least: 1,
  most: 1,
  options: {
    state: {
      value: 'FOLDER',
      meaning: 'Where it keeps what it saw; ~/.countersign-monitor/HOST unless given.',
    },
    policy: {
      value: 'FILE',
      meaning:
        'Whose signatures count (C2SP tlog-policy); the log’s own of the first run unless given.',
    },
    minutes: { value: 'NUMBER', meaning: 'Longest time for one run; 30 unless given.' },
  },
  details: `Needs no instance. Reads what is new since the last run and compares it with what it kept, so run it
from time to time, and keep the folder. How it ends, for cron:
      0  All that is new was read, and nothing contradicts what was seen before.
      5  Time was over; nothing is wrong so far. The next run goes on.
      6  Alarm: the log broke a promise, or an answer was altered. Contradicting checkpoints are
         kept in FOLDER/evidence: show them to others. Each change is told once, a fork every time.
      7  The log could not be reached or read, or the folder or the policy cannot be used.
What entries said that were read before is not asked for again.`,
  async run({ terminal, arguments: [address = ''], text }) {
    const origin = originOf(address);
    const host = new URL(origin).host.replaceAll(/[^a-z0-9.-]/g, '_');
    const policyFile = text('policy');
    const policy =
      policyFile === undefined ? undefined : await reading(policyFile, readFile(policyFile));
    const minutes = count(text('minutes'), 'minutes', 1440) ?? defaultMinutes;
    const told = new Told(terminal);
    const progress = terminal.progress('Reading');
    const outcome = await followLog({
      ...{ address, answerMs, runMs: minutes * 60_000, ...(policy !== undefined && { policy }) },
      folder: text('state') ?? join(homedir(), '.countersign-monitor', host),
      tell: (finding) => told.tell(finding),
      progress: (read, size) => progress.at(Number(read), Number(size)),
    }).finally(() => progress.end());
    told.end();
    return summarise(terminal, outcome);
  },
};

class Told {
  readonly #terminal: Terminal;
  #news = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  tell(finding: Finding): void {
    this.#terminal.value(finding);
    if (!finding.alarm) this.#news += 1;
    if (finding.alarm || this.#news <= shownNews) this.#terminal.line(findingSentence(finding));
  }

  end(): void {
    const more = this.#news - shownNews;
    if (more > 0) this.#terminal.line(`… and ${more} more that are no alarm (--json names all).`);
  }
}

function summarise(terminal: Terminal, outcome: FollowOutcome): ExitName {
  const { origin, size, before, trust, countersigned, alarms, unopened, unread } = outcome;
  terminal.value({
    ...{ origin, size: String(size), before: before === undefined ? null : String(before) },
    ...{ trust, countersigned, alarms, unopened, unread: String(unread) },
    successions: outcome.successions.map(({ index, successor }) => ({
      ...{ index: String(index), successor },
    })),
    evidence: outcome.evidence,
  });
  terminal.line(trustSentence(trust));
  for (const { index, successor } of outcome.successions) {
    terminal.line(`Its key was succeeded, as entry ${index} says, by ${successor}`);
  }
  if (countersigned.length > 0) terminal.line(`Countersigned by ${countersigned.join(', ')}.`);
  if (unopened > 0) terminal.line(`${unopened} entries cannot be opened any more.`);
  for (const file of outcome.evidence) terminal.line(`Kept as evidence: ${file}`);
  const grown = before === undefined ? 'seen for the first time' : `${size - before} new`;
  terminal.line(`${origin}: ${size} entries, ${grown}.`);
  if (alarms > 0) {
    terminal.line(`${alarms} alarms.`);
    return 'differs';
  }
  if (unread > 0n) {
    terminal.line(`Time was over: ${unread} entries are left for the next run.`);
    return 'partly';
  }
  terminal.line('Nothing contradicts what was seen before.');
  return 'ok';
}
