import { largestSigned, LogError, openTreeFolder, recoverLog } from '#log';
import type { Command } from '../command.ts';
import { refuse } from '../cli-refusal.ts';

const timeoutMs = 10_000;

export const logRecover: Command = {
  name: 'log recover',
  summary: 'Bring a restored, older database up to what this log has signed.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    'without-countersigners': {
      meaning: 'Go on although some do not answer; they may have seen more.',
    },
  },
  details: `Reads the entries in between from their bundles in the folder log. What they said was lost with the
database: they stay in the log and cannot be opened, and an entry of kind "recovered" says so.`,
  async run({ terminal, open, config, installation, flag }) {
    const { db } = await open();
    const signer = await installation.openSigner(config);
    try {
      const { largest, silent } = await largestSigned(db, signer, { timeoutMs });
      if (silent.length > 0 && !flag('without-countersigners')) {
        refuse('cli-countersigners-silent', { names: silent.join(', ') });
      }
      if (largest === undefined) {
        terminal.line('This log has signed nothing yet.');
        return 'ok';
      }
      const files = openTreeFolder(installation.logFolder(config));
      const { from, to, recognised } = await recoverLog(db, files, largest);
      await signer.remember(largest);
      terminal.value({ from: String(from), to: String(to), recognised });
      terminal.line(
        from === to
          ? `Nothing was missing: ${to} entries. The log goes on.`
          : `Entries ${from} to ${to - 1n} were read back, ${recognised} of them with what they say. The log goes on.`,
      );
      return 'ok';
    } finally {
      await signer.close();
    }
  },
};

export const logBeginAnew: Command = {
  name: 'log begin-anew',
  summary: 'Begin a new log that names the old one, when entries are lost for good.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    yes: { meaning: 'Say that you mean it: proofs made so far are of the old log for ever.' },
  },
  details: `The old key, its memory and the tiles are put aside, not deleted. Countersigners must add the new log.`,
  async run({ terminal, open, config, installation, flag }) {
    if (!flag('yes')) refuse('cli-say-yes', {}, 'yes');
    const { serverRuns, db } = await open();
    if (serverRuns) throw new LogError('signer-held', 'Stop the server first.');
    await installation.beginAnew(db, config);
    terminal.line('A new log begins at the next start. Give its line to your countersigners.');
    return 'ok';
  },
};
