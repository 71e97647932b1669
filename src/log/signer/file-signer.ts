import { join } from 'node:path';
import {
  formatCheckpoint,
  formatNote,
  formatVkey,
  ProofError,
  signNote,
  verifyConsistency,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { LogError } from '../log-error.ts';
import { settleAll } from '../tree/settle-all.ts';
import { holdFolder } from './hold-folder.ts';
import { loadKeys, loadOrCreateKeys } from './key-files.ts';
import { openLastSigned, type LastSigned } from './last-signed.ts';
import type { ConsistencySource, Signer, TreeHead } from './signer.ts';

/**
 * A signer with its keys and its memory in a folder of this machine: `log.key`, `log-successor.key`
 * while it is succeeded, and `last-signed`, which is one for both. The folder lies apart from the data, so that restoring the data cannot roll the memory back.
 *
 * @throws KeyProblem when the key cannot be read; LogError when the memory cannot, or another process
 * holds the folder.
 */
export async function openFileSigner(folder: string): Promise<Signer> {
  const release = holdFolder(folder);
  try {
    const [first] = await loadOrCreateKeys(folder);
    if (first === undefined) throw new Error('expected a key');
    const memory = await openLastSigned(join(folder, 'last-signed'));
    const origin = first.key.name;
    // Read anew each time: a successor is made, and a key retired, while this is open.
    const keys = () => loadKeys(folder);
    const inTurn = oneAtATime();
    return {
      verifierKey: formatVkey(first.key),
      verifierKeys: async () => (await keys()).map(({ key }) => formatVkey(key)),
      last: () => Promise.resolve(memory.head),
      // Two signatures at once would each be held against the same memory, not against each other.
      sign: (head, prove) =>
        inTurn(async () => {
          const [pairs] = await settleAll([keys(), rememberFirst(memory, head, prove)]);
          if (pairs.some(({ key }) => key.name !== origin)) throw otherOrigin(folder);
          const text = formatCheckpoint({ origin, ...head });
          const signatures = pairs.map((pair) =>
            signNote(pair.key, text, (message) => pair.sign(message)),
          );
          return Buffer.from(formatNote({ text, signatures })).toString('utf8');
        }),
      remember: (head) =>
        inTurn(async () => {
          const last = memory.head;
          if (last !== undefined && last.size > head.size) {
            throw new LogError('signer-ahead', `The signer remembers ${last.size} entries.`);
          }
          await memory.append(head);
        }),
      close: release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function otherOrigin(folder: string): LogError {
  return new LogError(
    'key-other',
    `The keys in ${folder} were exchanged for those of another log while it was signing. Put them back.`,
  );
}

/** Runs works one after the other, whether the one before failed or not. */
function oneAtATime(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = before.then(work, work);
    before = done;
    return done;
  };
}

/** What is remembered without a signature, because the keys could not be read, is signed when it is asked again. */
async function rememberFirst(
  memory: LastSigned,
  head: TreeHead,
  prove: ConsistencySource,
): Promise<void> {
  await requireContinuation(memory.head, head, prove);
  const isNew = memory.head === undefined || memory.head.size < head.size;
  if (isNew) await memory.append(head);
}

async function requireContinuation(
  last: TreeHead | undefined,
  head: TreeHead,
  prove: ConsistencySource,
): Promise<void> {
  if (last === undefined) return;
  if (head.size < last.size) {
    throw new LogError(
      'signer-ahead',
      `This log has signed ${last.size} entries, and the database knows ${head.size}. An older database was restored. Run: countersign log recover`,
    );
  }
  try {
    verifyConsistency(
      node,
      { oldSize: last.size, oldRoot: last.root, newSize: head.size, newRoot: head.root },
      last.size === head.size ? [] : await prove(last.size),
    );
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new LogError(
      'signer-contradicted',
      `The database contradicts what this log has signed at ${last.size} entries. Nothing is signed any more. Restore a backup that has not been altered, then run: countersign log recover`,
      { cause: error },
    );
  }
}
