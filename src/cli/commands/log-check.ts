import { checkEditions } from '#editions';
import { checkLog, openTreeFolder, type LogCheck } from '#log';
import type { Command } from '../command.ts';

type Code =
  | LogCheck['findings'][number]['code']
  | 'edition-altered'
  | 'edition-missing'
  | 'edition-removed';

const sentences: Readonly<Record<Code, (about: string) => string>> = {
  'checkpoint-altered': (size) =>
    `The checkpoint of ${size} entries is none that this log has signed.`,
  'cosignature-altered': (size) =>
    `A signature under the published checkpoint of ${size} entries is wrong: strangers refuse all of it.`,
  'entry-altered': (place) => `Entry ${place} in the database is not the one that was signed.`,
  'entry-missing': (place) => `Entry ${place} is missing in the database.`,
  'opening-altered': (place) => `What entry ${place} is said to say is not what it committed to.`,
  'tree-file': (path) => `${path} is lost or altered.`,
  'register-file': (path) => `${path} is lost or altered.`,
  'register-altered': (bucket) =>
    `The register in the database is not the one that was signed (${bucket}).`,
  'edition-altered': (subject) =>
    `What readers see of ${subject} is not the edition that the log has.`,
  'edition-missing': (subject) => `The edition of ${subject} that the log has is not shown.`,
  'edition-removed': (subject) => `${subject} was taken back, and is shown.`,
};

const inFiles: ReadonlySet<Code> = new Set(['tree-file', 'register-file']);

export const logCheck: Command = {
  name: 'log check',
  summary: 'Hold everything kept of the log, and what readers see, against what was signed.',
  arguments: '',
  least: 0,
  most: 0,
  options: { mend: { meaning: 'Write files of the log again that are lost or altered.' } },
  details: `Ends with 6 when something differs, and names it. An altered database cannot be mended: restore a
backup from before. Somebody else should watch from outside: countersign monitor.`,
  async run({ terminal, open, config, installation, flag }) {
    const { db } = await open();
    const files = openTreeFolder(installation.logFolder(config));
    const { size, findings, mended } = await checkLog(db, files, flag('mend'));
    const editions = await checkEditions(db);
    const all: { readonly code: Code; readonly about: string }[] = [
      ...findings,
      ...editions.map(({ code, subject }) => ({ code, about: subject })),
    ];
    terminal.value({ size: String(size), findings: all, mended });
    for (const { code, about } of all.slice(0, 100)) terminal.line(sentences[code](about));
    if (all.length === 0) {
      terminal.line(`The log of ${size} entries is what was signed, and readers see what it has.`);
      return 'ok';
    }
    const others = all.filter(({ code }) => !inFiles.has(code)).length;
    if (mended) terminal.line('The files were written again from the database.');
    else if (others === 0)
      terminal.line('Only files are concerned. Run: countersign log check --mend');
    if (others > 0) {
      terminal.line(
        'The database was altered. Restore a backup from before, then run: countersign log recover',
      );
    }
    return others === 0 && mended ? 'ok' : 'differs';
  },
};
