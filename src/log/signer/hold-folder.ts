import { holdDataFolder, PostgresError } from '#platform/postgres';
import { LogError } from '../log-error.ts';

/**
 * Takes the signer's folder for this process: two signers with one key could sign contradictions.
 *
 * @throws LogError `signer-held`.
 */
export function holdFolder(folder: string): () => Promise<void> {
  try {
    const hold = holdDataFolder(folder, 'log signer');
    return () => {
      hold.release();
      return Promise.resolve();
    };
  } catch (error) {
    if (!(error instanceof PostgresError) || error.code !== 'held') throw error;
    throw new LogError('signer-held', `Another process signs with the keys in ${folder}.`, {
      cause: error,
    });
  }
}
