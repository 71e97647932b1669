import {
  parseSignedCheckpoint,
  parseVkey,
  ProofError,
  verifyCheckpoint,
  type NoteKey,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { fetchWitnessed } from '../countersigning/fetch-witnessed.ts';
import { listCountersigners } from '../countersigning/countersigners.queries.ts';
import type { Db } from '#platform/database';
import { newestSigned } from '../sequencer/newest-signed.ts';
import type { Signer, TreeHead } from '../signer/signer.ts';

/** Everybody's memory of what was signed last. */
export interface SignedMemory {
  /** The largest tree that anybody remembers; undefined when nothing was ever signed. */
  readonly largest: TreeHead | undefined;
  /** Countersigners that did not answer, by name: they may remember more. */
  readonly silent: readonly string[];
}

/**
 * Asks the signer, the database and every countersigner for the largest tree that was signed. A
 * countersigner is believed by the log's own signature on what it shows, not by its word.
 */
export async function largestSigned(
  db: Db,
  signer: Signer,
  options: { readonly timeoutMs: number },
): Promise<SignedMemory> {
  const heads: TreeHead[] = [];
  const keys = await ownKeys(db, signer);
  const readHead = (note: string) => headOf(keys, note);
  const last = await signer.last();
  if (last !== undefined) heads.push(last);
  const own = await newestSigned(db);
  if (own !== undefined) heads.push(...readHead(own.note));
  const silent: string[] = [];
  const origin = parseVkey(node, signer.verifierKey).name;
  await Promise.all(
    (await listCountersigners(db)).map(async ({ name, url }) => {
      const note = await fetchWitnessed(url, origin, options);
      const shown = note === undefined ? [] : readHead(note);
      if (shown.length === 0) silent.push(name);
      heads.push(...shown);
    }),
  );
  const [first, ...others] = heads;
  const larger = (a: TreeHead, b: TreeHead) => (b.size > a.size ? b : a);
  return { largest: first === undefined ? undefined : others.reduce(larger, first), silent };
}

/** Those that sign, and those that did: somebody may have seen the log last under an older one. */
async function ownKeys(db: Db, signer: Signer): Promise<NoteKey[]> {
  const known = await db.selectFrom('log_key').select('verifier_key').execute();
  const all = [...known.map((key) => key.verifier_key), ...(await signer.verifierKeys())];
  return [...new Set(all)].map((key) => parseVkey(node, key));
}

function headOf(keys: readonly NoteKey[], note: string): TreeHead[] {
  try {
    const signed = parseSignedCheckpoint(Buffer.from(note));
    const { checkpoint } = verifyCheckpoint(node, signed, keys);
    return [{ size: checkpoint.size, root: checkpoint.root }];
  } catch (error) {
    if (error instanceof ProofError) return [];
    throw error;
  }
}
