import { BackupRefusal, parseIdentities, readLines, restoreBackup, type Restored } from '#backup';
import { systemClock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { holdDataFolder } from '#platform/postgres';
import { takeOverErasures } from '#record';
import { reading } from '../backup-input.ts';
import { refuse } from '../cli-refusal.ts';
import type { Call, Command } from '../command.ts';
import { readErasures } from '../erasures-file.ts';
import type { Terminal } from '../terminal.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'Bring a backup back into an empty instance.',
  arguments: 'FILE',
  least: 1,
  most: 1,
  options: {
    move: { meaning: 'The same instance goes on here; the old place never runs again.' },
    copy: { meaning: 'This becomes an instance of its own, with a log and an address of its own.' },
    identity: { value: 'FILE', meaning: 'age key file that opens an encrypted backup.' },
    erasures: {
      value: 'FILE',
      meaning: 'Journal of erasures; what was erased since the backup is erased again.',
    },
    'without-key': { meaning: 'Go on without the master key; what it guards stays closed.' },
  },
  details: `The whole backup is checked: cut, altered or rearranged, it is refused by the name of the member,
and the instance is as empty as before. The database may be another one, PostgreSQL 15 or newer
(DATABASE_URL).

With --move bring the key that signs the log along by hand (COUNTERSIGN_KEYS), and never start the old
place again: two places that sign one log would fork it. With --copy a new key is made.

What the backup's own journal of erasures names is erased in any case; what was erased later comes back
unless --erasures brings the newer journal of the old place (countersign erasures export).

Everybody signs in again: sessions, invitations, one-time links and mail under way are not brought back.`,
  async run(call) {
    const { terminal, open, config, secrets, installation, ...typed } = call;
    const mode = modeOf(typed);
    const identity = typed.text('identity');
    const lines = identity === undefined ? undefined : await reading(identity, readLines(identity));
    const decrypter = lines && parseIdentities(lines);
    const journal = typed.text('erasures');
    const erased = journal === undefined ? [] : await reading(journal, readErasures(journal));
    const workplace = await open();
    if (workplace.serverRuns) throw new BackupRefusal({ code: 'restore-held' });
    if (secrets.databaseUrl !== undefined) {
      const hold = holdDataFolder(config.dataDir, 'countersign restore');
      workplace.whenClosed(() => Promise.resolve(hold.release()));
    }
    await workplace.prepareQueues();
    const bars = progressBars(terminal);
    const restored = await restoreBackup({
      file: typed.arguments[0] ?? '',
      decrypter,
      mode,
      connection: workplace.connection,
      shelf: await installation.openShelf(config),
      logFolder: installation.logFolder(config),
      keyFile: installation.masterKeyFile(config),
      withoutKey: typed.flag('without-key'),
      migrations: installation.migrations,
      afterRestore: [(tx: Tx) => takeOverErasures(tx, erased), ...installation.afterRestore],
      now: systemClock(),
      progress: (phase, done, total) => bars.at(phase, done, total),
    });
    bars.end();
    tell(terminal, restored, mode);
    return 'ok';
  },
};

function modeOf(typed: Pick<Call, 'flag'>): 'move' | 'copy' {
  const isMove = typed.flag('move');
  if (isMove === typed.flag('copy')) refuse('cli-move-or-copy');
  return isMove ? 'move' : 'copy';
}

const labels = { reading: 'Reading', checking: 'Checking rows', indexing: 'Indexing' };

function progressBars(terminal: Terminal) {
  let shown: { readonly phase: string; readonly bar: ReturnType<Terminal['progress']> } | undefined;
  return {
    at(phase: keyof typeof labels, done: number, total: number): void {
      if (shown?.phase !== phase) {
        shown?.bar.end();
        shown = { phase, bar: terminal.progress(labels[phase]) };
      }
      shown.bar.at(done, total);
    },
    end: () => shown?.bar.end(),
  };
}

function tell(terminal: Terminal, restored: Restored, mode: 'move' | 'copy'): void {
  const { created, tables, rows, blobs, logFiles } = restored;
  terminal.value({ mode, created, tables, rows, blobs, logFiles });
  terminal.line(
    `Brought back as of ${created}: ${rows} rows in ${tables} tables, ${blobs} preserved files.`,
  );
  terminal.line('Everybody signs in again; invitations and one-time links are made anew.');
  if (mode === 'copy') return;
  terminal.line(
    'Bring the key that signs the log along (COUNTERSIGN_KEYS), and never start the old place again.',
  );
}
