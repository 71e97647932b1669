import { fetch, type Response } from 'undici';
import { guardedAgent } from '#platform/outbound';
import { refuse } from '../cli-refusal.ts';

const mostBytes = 64 * 1024 * 1024;
const redirects = 3;

/**
 * Fetches what is to be verified. Nothing of it is believed, so that plain http is as good as any; what
 * is bounded is size, time and where it may lead: to its own origin.
 *
 * @returns undefined where the answer is that there is no such thing.
 * @throws CliRefusal `verify-unreachable`, `verify-too-large`.
 */
export async function fetchLimited(
  address: URL,
  signal: AbortSignal,
  most = mostBytes,
): Promise<Uint8Array | undefined> {
  let url = address;
  for (let hop = 0; hop <= redirects; hop += 1) {
    const response = await ask(url, signal);
    const to = response.headers.get('Location');
    if (response.status >= 300 && response.status < 400 && to !== null) {
      await response.body?.cancel();
      url = new URL(to, url);
      if (url.origin !== address.origin) unreachable('it leads to another host');
      continue;
    }
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) unreachable(`status ${response.status}`);
    return readLimited(response, most);
  }
  return unreachable('it leads in a circle');
}

async function ask(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'manual', signal, dispatcher: guardedAgent });
  } catch (error) {
    return unreachable(wordsOf(error));
  }
}

async function readLimited(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.length;
      if (size > most) break;
      parts.push(part);
    }
  } catch (error) {
    return unreachable(wordsOf(error));
  }
  return size > most ? refuse('verify-too-large') : Buffer.concat(parts);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it took too long';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function unreachable(said: string): never {
  return refuse('verify-unreachable', { said });
}
