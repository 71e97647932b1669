import {
  followSuccession,
  formatVkey,
  noQuorum,
  parseSuccession,
  parseVkey,
  ProofError,
  successionToJson,
  type OpenedReceipt,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { successionsPath } from './keep-successions.ts';

/**
 * Tells the database which keys sign, and what it forgot of those before them: an older database was
 * restored, and what its entries said is lost, but not the proofs beside the tiles.
 *
 * @param signing verifier keys of the signer, the oldest first.
 * @throws LogError `key-unknown` when this log has signed with other keys, and none of them leads here.
 */
export async function adoptSuccessions(
  db: Db,
  files: TreeFiles,
  signing: readonly string[],
): Promise<void> {
  const [oldest] = signing;
  if (oldest === undefined) return;
  const kept = await readKept(files, signing);
  await requireKnown(db, signing, kept);
  await keepKey(db, oldest);
  for (const { proof, from, successor, entry } of kept) {
    const isLogged = await db
      .selectFrom('log_entry')
      .select('id')
      .where('entry', '=', entry)
      .executeTakeFirst();
    if (isLogged === undefined) continue;
    await keepKey(db, from);
    await keepKey(db, successor);
    await db
      .updateTable('log_key')
      .set({ succeeds: from, entry, succession: JSON.stringify(successionToJson(proof)) })
      .where('verifier_key', '=', successor)
      .where('succession', 'is', null)
      .execute();
  }
  await retireOthers(db, oldest);
}

async function requireKnown(
  db: Db,
  signing: readonly string[],
  kept: readonly Kept[],
): Promise<void> {
  const rows = await db.selectFrom('log_key').select('verifier_key').orderBy('id').execute();
  const known = rows.map((row) => row.verifier_key);
  const last = known.at(-1);
  if (last === undefined || known.some((key) => signing.includes(key))) return;
  if (kept.some(({ from }) => known.includes(from))) return;
  throw new LogError(
    'key-unknown',
    `This log signs as ${nameOf(last)}, and the key at hand is ${nameOf(signing[0] ?? '')}: another one was put in its place, or a new one was made because log.key was gone. Bring back the folder of the keys. If the key is lost for good: countersign log begin-anew`,
  );
}

function nameOf(verifierKey: string): string {
  return verifierKey.split('+').slice(0, 2).join('+');
}

async function keepKey(db: Db, verifierKey: string): Promise<void> {
  await db
    .insertInto('log_key')
    .values({ verifier_key: verifierKey })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

// The keys that lead to the oldest one that signs do not sign.
async function retireOthers(db: Db, oldest: string): Promise<void> {
  const keys = await db
    .selectFrom('log_key')
    .select(['verifier_key', 'succeeds', 'retired_at'])
    .execute();
  const byKey = new Map(keys.map((key) => [key.verifier_key, key]));
  const seen = new Set([oldest]);
  let next = byKey.get(oldest)?.succeeds;
  while (next != null && !seen.has(next)) {
    seen.add(next);
    if (byKey.get(next)?.retired_at === null) {
      await db
        .updateTable('log_key')
        .set({ retired_at: new Date() })
        .where('verifier_key', '=', next)
        .execute();
    }
    next = byKey.get(next)?.succeeds;
  }
}

interface Kept {
  readonly proof: OpenedReceipt;
  readonly from: string;
  readonly successor: string;
  readonly entry: string;
}

/** What lies beside the tiles, if it leads to a key that signs: the folder is not trusted. */
async function readKept(files: TreeFiles, signing: readonly string[]): Promise<Kept[]> {
  const bytes = await files.read(successionsPath);
  if (bytes === undefined) return [];
  const proofs = parsed(bytes);
  const policy = {
    logs: signing.map((key) => ({ key: parseVkey(node, key), url: undefined })),
    ...{ witnesses: [], groups: [], quorum: noQuorum },
  };
  const followed = followSuccession(node, policy, proofs);
  if (!followed.accepted) return [];
  return followed.successions.flatMap(({ from, successor, entry }, at) => {
    const proof = proofs[at];
    const keys = { from: formatVkey(from), successor: formatVkey(successor) };
    return proof === undefined ? [] : [{ proof, ...keys, entry }];
  });
}

function parsed(bytes: Uint8Array): OpenedReceipt[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return Array.isArray(json) ? json.map(parseSuccession) : [];
  } catch (error) {
    if (error instanceof ProofError || error instanceof SyntaxError) return [];
    throw error;
  }
}
