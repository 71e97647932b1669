import { createHash } from 'node:crypto';
import { parseSignedCheckpoint, ProofError } from '@countersign/proof';
import { askLimited } from './ask-limited.ts';

const maxNoteBytes = 65_536;

/**
 * The checkpoint of a log that a countersigner has seen last (C2SP tlog-witness, monitoring).
 *
 * @returns undefined when it does not answer, never saw one, or shows what is no checkpoint of that log:
 * whatever else is at that address must not be kept as evidence for people to read.
 */
export async function fetchWitnessed(
  url: string,
  origin: string,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<string | undefined> {
  const name = createHash('sha256').update(origin).digest('hex');
  const prefix = url.endsWith('/') ? url : `${url}/`;
  const answer = await askLimited(new URL(`${name}/checkpoint`, prefix), undefined, {
    ...options,
    maxBytes: maxNoteBytes,
  });
  if (!('status' in answer) || answer.status !== 200) return undefined;
  return isCheckpointOf(answer.text, origin) ? answer.text : undefined;
}

function isCheckpointOf(text: string, origin: string): boolean {
  try {
    return parseSignedCheckpoint(Buffer.from(text)).checkpoint.origin === origin;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}
