import { access, copyFile, constants, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { keyFiles, LogError } from '#log';
import type { Command } from '../command.ts';

export const logKeyExport: Command = {
  name: 'log key export',
  summary: 'Copy the keys that sign the log, and the note of what was signed last.',
  arguments: 'FOLDER',
  least: 1,
  most: 1,
  options: {},
  details: `For moving the instance, or for a safe. Whoever has the key can sign in this log's name: keep it apart
from the data, and never run two places with it. The note of what was signed last goes stale as the log
grows; a start with a stale one is refused by the countersigners.`,
  async run({ terminal, config, arguments: [folder = ''] }) {
    if (config.signerUrl !== undefined) {
      throw new LogError(
        'signer-elsewhere',
        `The key is on the machine of the signer (${config.signerUrl}). Run this there.`,
      );
    }
    for (const name of [keyFiles.key, keyFiles.successor, 'last-signed']) {
      const target = join(folder, name);
      // There is one only while it succeeds the other.
      if (name === keyFiles.successor && !(await isThere(join(config.keysDir, name)))) continue;
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

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
