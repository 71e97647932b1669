import { addCountersigner, addWitnessedLog, logStatus, openCountersigner, setQuorum } from '#log';
import { asOption, type Command } from '../command.ts';

// What the page Log at the desk does, for who sets a server up from a terminal.

export const logLines: Command = {
  name: 'log lines',
  summary: 'Print the lines that other organisations paste: of our log, and of our countersigner.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: `The first goes to those who shall countersign our log (log countersign), the second to those whose
logs we countersign (log countersigner add). Compare the keys by telephone.`,
  async run({ terminal, open, config }) {
    const { db } = await open();
    const key = (await logStatus(db)).verifierKeys.at(-1);
    const nowMs = () => Date.now();
    const { verifierKey } = await openCountersigner({ db, keysDir: config.keysDir, nowMs });
    const log = key === undefined ? null : `${key} ${config.publicUrl}/log`;
    const countersigner = `${verifierKey} ${config.publicUrl}/countersigner`;
    if (log === null) terminal.note('The log has no key yet: it gets one when the server starts.');
    else terminal.line(`Log: ${log}`);
    terminal.line(`Countersigner: ${countersigner}`);
    terminal.value({ log, countersigner });
    return 'ok';
  },
};

export const logCountersignerAdd: Command = {
  name: 'log countersigner add',
  summary: 'Add who countersigns our log, by the line that they gave.',
  arguments: 'KEY ADDRESS',
  least: 1,
  most: 2,
  options: {
    name: { value: 'NAME', meaning: 'As readers shall see it; the host unless given.' },
    ...asOption,
  },
  async run({ terminal, open, actor, text, ...typed }) {
    const { db } = await open();
    const who = await actor();
    const line = typed.arguments.join(' ');
    const uid = await db
      .transaction()
      .execute((tx) => addCountersigner(tx, who, line, text('name')));
    terminal.line(
      'Added. It signs as soon as its people have added our log: countersign log lines',
    );
    terminal.value({ uid });
    return 'ok';
  },
};

export const logCountersign: Command = {
  name: 'log countersign',
  summary: 'Countersign the log of another organisation from now on, by the line that they gave.',
  arguments: 'KEY [ADDRESS]',
  least: 1,
  most: 2,
  options: { ...asOption },
  async run({ terminal, open, actor, ...typed }) {
    const { db } = await open();
    const who = await actor();
    const line = typed.arguments.join(' ');
    const uid = await db.transaction().execute((tx) => addWitnessedLog(tx, who, line));
    terminal.line('Added. What follows from what was seen of it is countersigned here.');
    terminal.value({ uid });
    return 'ok';
  },
};

export const logQuorum: Command = {
  name: 'log quorum',
  summary: 'Say how many must have countersigned before anything new is published.',
  arguments: 'NUMBER',
  least: 1,
  most: 1,
  options: { ...asOption },
  async run({ terminal, open, actor, ...typed }) {
    const { db } = await open();
    const who = await actor();
    // What is no number is refused as one that cannot be reached.
    const quorum = /^\d{1,4}$/.test(typed.arguments[0] ?? '') ? Number(typed.arguments[0]) : -1;
    await db.transaction().execute((tx) => setQuorum(tx, who, quorum));
    terminal.line(`${quorum} of our countersigners must have signed what is published.`);
    terminal.value({ quorum });
    return 'ok';
  },
};
