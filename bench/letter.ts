import { hash, randomBytes, randomUUID } from 'node:crypto';
import { commit, formatLogEntry, hashLeaf } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  formatRollLine,
  mostPartLines,
  openClass,
  parseRollPart,
  recount,
  signatureCommitment,
  type SignatureClass,
} from '@countersign/letter';
import { report, time } from './timing.ts';

const signatures = 1_000_000;
const letter = '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57';
const text = Buffer.alloc(32, 7).toString('base64');
const own: SignatureClass = {
  ...{ letter, text, affirms: 'first', appearance: 'named', verification: 'mailbox' },
};

/** What recounting a letter of a million signatures costs beside the hashes it takes. */
export async function benchRecount(): Promise<void> {
  const { part, leaves } = samplePart();
  const options = { letter, texts: new Set([text]), classes: [own] };
  const leafAt = (place: bigint) => leaves[Number(place)];
  const parts = Math.ceil(signatures / mostPartLines);
  const field = new Uint8Array(280);
  const inputs = [field, new Uint8Array(65), new Uint8Array(65), new Uint8Array(34)];
  const entry = new Uint8Array(150);
  const bare = await time(1, () => {
    for (let done = 0; done < signatures; done += 1) {
      for (const input of inputs) hash('sha256', input, 'binary');
      hash('sha256', entry, 'binary');
    }
    return Promise.resolve();
  });
  report('the five hashes each of 1 M signatures, crypto.hash at its fastest', bare);
  const recounted = await time(1, () => {
    let count = 0;
    for (let done = 0; done < parts; done += 1) {
      hash('sha256', part, 'binary');
      count += recount(node, parseRollPart(part), leafAt, options)[0] ?? 0;
    }
    if (count < signatures) throw new Error('not all are counted');
    return Promise.resolve();
  });
  report('1 M signatures recounted from the parts of a roll', recounted, bare, '≤ 3.0 ×, < 30 s');
}

/** A full part, and the leaves of the log that it is of. What is signed makes no difference to the work. */
function samplePart() {
  const leaves: Uint8Array[] = [];
  const lines: string[] = [];
  for (let place = 0; place < mostPartLines; place += 1) {
    const fields = signatureCommitment(
      { class: own, shown: { name: `N ${place}` }, signer: text, languages: ['en'] },
      () => new Uint8Array(randomBytes(32)),
    );
    const { commitment } = commit(node, fields);
    const id = randomUUID();
    leaves.push(hashLeaf(node, formatLogEntry({ id, kind: 'signature', commitment })));
    lines.push(formatRollLine({ place: BigInt(place), id, class: 0, ...openClass(node, fields) }));
  }
  return { part: new Uint8Array(Buffer.from(lines.join(''))), leaves };
}

if (import.meta.main) await benchRecount();
