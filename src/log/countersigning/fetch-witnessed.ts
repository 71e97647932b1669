import { createHash } from 'node:crypto';
import { askLimited } from './ask-limited.ts';

const maxNoteBytes = 65_536;

/**
 * The checkpoint of a log that a countersigner has seen last (C2SP tlog-witness, monitoring).
 *
 * @returns undefined when it does not answer, or never saw one.
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
  return 'status' in answer && answer.status === 200 ? answer.text : undefined;
}
