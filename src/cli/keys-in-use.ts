import { sealedAccountSecrets } from '#accounts';
import { sealedLetterSecrets } from '#letters';
import { restrictedFiles } from '#evidence';
import type { BlobKey, BlobStore } from '#platform/blobs';
import type { Db } from '#platform/database';
import { sealedUnder } from '#platform/sealing';

/** How much is under one master key. */
export interface KeyUse {
  readonly secrets: number;
  readonly files: number;
}

/** What is under which key, by the key's id; what does not say is under `unnamed`. */
export async function keysInUse(db: Db, blobs: BlobStore): Promise<ReadonlyMap<string, KeyUse>> {
  const uses = new Map<string, KeyUse>();
  const count = (id: string | undefined, what: keyof KeyUse): void => {
    const use = uses.get(id ?? unnamed) ?? { secrets: 0, files: 0 };
    uses.set(id ?? unnamed, { ...use, [what]: use[what] + 1 });
  };
  const all = [...(await sealedAccountSecrets(db)), ...(await sealedLetterSecrets(db))];
  for (const sealed of all) count(sealedUnder(sealed), 'secrets');
  // Each header is read for itself; the operator can wait.
  for await (const key of blobs.list(restrictedFolder)) count(await blobs.keyId(key), 'files');
  return uses;
}

/** Instead of an id: sealed before keys had one. */
export const unnamed = 'unnamed';

const restrictedFolder = 'restricted/';

/** Encrypted files under another key than the current one, which no copy rests on: of a run cut short. */
export async function leftovers(db: Db, blobs: BlobStore, current: string): Promise<BlobKey[]> {
  const resting = new Set((await restrictedFiles(db)).map(({ key }) => key));
  const found: BlobKey[] = [];
  for await (const key of blobs.list(restrictedFolder)) {
    if (!resting.has(key) && (await blobs.keyId(key)) !== current) found.push(key);
  }
  return found;
}
