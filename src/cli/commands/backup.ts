import { writeAudit } from '#accounts';
import { prepareFile, readLines, takeBackup, type TakenBackup } from '#backup';
import { systemClock } from '#platform/clock';
import { findKeyRing } from '#platform/sealing';
import { reading } from '../backup-input.ts';
import type { Command } from '../command.ts';
import { unrotated } from '../rotation-lock.ts';
import type { Terminal } from '../terminal.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Write everything there is into one file, while the server runs.',
  arguments: 'FILE',
  least: 1,
  most: 1,
  options: {
    to: {
      value: 'RECIPIENT',
      several: true,
      meaning: 'Encrypt to this age recipient (age1…).',
    },
    recipients: { value: 'FILE', meaning: 'Encrypt to every age recipient in this file.' },
  },
  details: `The database as of one moment, all preserved files, the public log. FILE appears when it is whole;
until then it is called FILE.partial-….

Not in it: sessions, invitations and other one-time links, mail under way, the queue of jobs, and the key
that signs the log, which you keep apart.

The master key (master.key in the data folder), or both while it is replaced, is in an encrypted backup only.
In the clear a backup leaves it out: keep that file yourself, for without it restricted files and second factors cannot be opened again.
Everything else in such a backup can be read by whoever finds it.

Ends with 5 when preserved files were found damaged; they are named, and left out.`,
  async run({ terminal, open, config, installation, ...typed }) {
    const [place = ''] = typed.arguments;
    const listed = typed.text('recipients');
    const recipients = [
      ...typed.texts('to'),
      ...(listed === undefined ? [] : await reading(listed, readLines(listed))),
    ];
    const workplace = await open();
    const file = await prepareFile(place);
    workplace.whenClosed(() => file.discard());
    const bar = terminal.progress('Writing');
    const taken = await unrotated(workplace.db, async () =>
      takeBackup({
        connection: workplace.connection,
        shelf: await installation.openShelf(config),
        logFolder: installation.logFolder(config),
        keyRing: await findKeyRing(installation.masterKeyFile(config)),
        recipients,
        newestCheckpoint: installation.newestCheckpoint,
        now: systemClock(),
        file,
        progress: (done, total) => bar.at(done, total),
      }),
    );
    bar.end();
    await writeAudit(workplace.db, { action: 'backup.taken' });
    tell(terminal, place, taken);
    return taken.damaged.length === 0 ? 'ok' : 'partly';
  },
};

function tell(terminal: Terminal, place: string, taken: TakenBackup): void {
  const { members, bytes, tables, encrypted, holdsMasterKey, damaged } = taken;
  terminal.value({ file: place, members, bytes, tables, encrypted, holdsMasterKey, damaged });
  const size = (bytes / 1_000_000).toFixed(1);
  terminal.line(`${place}: ${size} MB, ${tables} tables, ${members} members.`);
  if (!encrypted) {
    terminal.line('It is not encrypted, and does not hold the master key: keep master.key apart.');
  }
  for (const key of damaged) terminal.line(`Damaged, and left out: ${key}`);
}
