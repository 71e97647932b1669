import { decodeBase64, parseUint64 } from '@countersign/proof';

/** What a log sends to `add-checkpoint`. Nothing about it is verified. */
export interface Submission {
  readonly oldSize: bigint;
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly checkpoint: Uint8Array;
}

/** Bytes a submission can have: a proof of 63 hashes and a note with a hundred signatures. */
export const maxSubmissionBytes = 65_536;

const maxProofLines = 63;

// `old`, the largest uint64 and the proof: the empty line after them is looked for no further.
const maxHeadBytes = 25 + maxProofLines * 45;

/** Reads a body, as anyone on the network may have written it; undefined if it is malformed. */
export function parseSubmission(body: Uint8Array): Submission | undefined {
  if (body.length > maxSubmissionBytes) return undefined;
  const split = body
    .subarray(0, maxHeadBytes + 1)
    .findIndex((byte, at) => byte === 0x0a && body[at + 1] === 0x0a);
  if (split < 0) return undefined;
  const head = Array.from(body.subarray(0, split), (byte) => String.fromCharCode(byte)).join('');
  const [first = '', ...lines] = head.split('\n');
  const oldSize = first.startsWith('old ') ? parseUint64(first.slice(4)) : undefined;
  if (oldSize === undefined || lines.length > maxProofLines) return undefined;
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = line.length === 44 ? decodeBase64(line) : undefined;
    if (hash?.length !== 32) return undefined;
    proof.push(hash);
  }
  return { oldSize, proof, checkpoint: body.subarray(split + 2) };
}
