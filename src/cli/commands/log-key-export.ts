import { copyFile, constants, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { LogError } from '#log';
import type { Command } from '../command.ts';

export const logKeyExport: Command = {
  name: 'log key export',
  summary: 'Copy the key that signs the log, and the note of what it signed last.',
  arguments: 'FOLDER',
  least: 1,
  most: 1,
  options: {},
  details: `For moving the instance, or for a safe. Whoever has the key can sign in this log's name: keep it apart
from the data, and never run two places with it. The note of what was signed last goes stale as the log
grows; a start with a stale one is refused by the countersigners.`,
  async run({ terminal, config, arguments: [folder = ''] }) {
    for (const name of ['log.key', 'last-signed']) {
      const target = join(folder, name);
      try {
        // A key that lies there already is never overwritten.
        await copyFile(join(config.keysDir, name), target, constants.COPYFILE_EXCL);
        await chmod(target, 0o600);
      } catch (error) {
        throw new LogError(
          'key-not-copied',
          `${target} could not be written: is there a folder, and no ${name} in it? ${String(error)}`,
          { cause: error },
        );
      }
    }
    terminal.value({ folder });
    terminal.line(`Copied to ${folder}. Nobody but you can read it there.`);
    return 'ok';
  },
};
