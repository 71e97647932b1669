import { fetch, type Response } from 'undici';
import { guardedAgent } from '#platform/outbound';
import { LogFault, MonitorError, alarm } from './finding.ts';

/** Most bytes of an answer of each kind; of any other kind there is none. */
export const answerLimits = {
  description: 262_144,
  policy: 262_144,
  checkpoint: 65_536,
  // Sixteen, each with a note of many signatures.
  successions: 2_097_152,
  tile: 8192,
  // 256 entries of 1,024 bytes, each after its length.
  bundle: 262_656,
  opening: 262_144,
  register: 8192,
  bucket: 33_554_432,
} as const;

export type AnswerKind = keyof typeof answerLimits;

export interface ReaderLimits {
  /** For one answer, from the question to its last byte. */
  readonly answerMs: number;
  /** For all of them. */
  readonly runMs: number;
}

/** Reads from one server: bounded in size and time, and never led to another. */
export interface LogReader {
  /** @returns undefined when it is not there (404, 410). @throws MonitorError; LogFault `oversize`. */
  find(path: string, kind: AnswerKind): Promise<Uint8Array | undefined>;
  /** As `find`; what is not there is a fault of the log. @throws LogFault `missing`. */
  read(path: string, kind: AnswerKind): Promise<Uint8Array>;
}

/** A server by its origin, such as `https://log.example`. */
export function openReader(origin: string, { answerMs, runMs }: ReaderLimits): LogReader {
  const whole = AbortSignal.timeout(runMs);
  const find = async (path: string, kind: AnswerKind) => {
    const address = new URL(path, origin);
    const signal = AbortSignal.any([whole, AbortSignal.timeout(answerMs)]);
    try {
      const headers = { 'accept-encoding': 'identity' };
      const answer = await fetch(address, {
        ...{ redirect: 'manual', signal, headers },
        dispatcher: guardedAgent,
      });
      return await bodyOf(answer, path, kind);
    } catch (error) {
      if (error instanceof MonitorError || error instanceof LogFault) throw error;
      const cause = { cause: error };
      if (whole.aborted) {
        throw new MonitorError('out-of-time', 'The time for one run is over.', cause);
      }
      throw new MonitorError('no-answer', `${address.href} does not answer.`, cause);
    }
  };
  return {
    find,
    read: async (path, kind) => {
      const bytes = await find(path, kind);
      if (bytes === undefined) throw new LogFault(alarm('missing', { about: path }));
      return bytes;
    },
  };
}

async function bodyOf(
  answer: Response,
  path: string,
  kind: AnswerKind,
): Promise<Uint8Array | undefined> {
  if (answer.status !== 200) {
    await answer.body?.cancel();
    if (answer.status === 404 || answer.status === 410) return undefined;
    if (answer.status >= 300 && answer.status < 400) {
      throw new MonitorError('redirected', `${path} leads elsewhere; redirects are not followed.`);
    }
    throw new MonitorError('status', `${path} is answered with status ${answer.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > answerLimits[kind]) throw new LogFault(alarm('oversize', { about: path }));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
