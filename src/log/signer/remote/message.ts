import { createHmac, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import { KeyProblem, requirePrivate } from '@countersign/countersigner/node';

// Instance and signer share one secret. Each authenticates what it says by HMAC-SHA-256 under it, so
// that the secret itself never travels and the answer is as sure as the question. What is said is no
// secret: sizes, roots and signatures that are published. Nothing that is said twice does harm, because
// every operation may be repeated; the nonce binds an answer to its question.

/** What a signer on another machine is asked. */
export const operations = ['state', 'sign', 'remember', 'successor', 'retire'] as const;
export type Operation = (typeof operations)[number];

export const signerPrefix = '/signer/v1/';
export const headers = { nonce: 'countersign-nonce', mac: 'countersign-mac' } as const;
/** A proof of consistency has 64 hashes at most. */
export const maxMessageBytes = 16_384;

const leastSecret = 32;

/**
 * Reads the shared secret from its file.
 *
 * @throws KeyProblem when it is not there, others can read it, or it could be guessed.
 */
export async function readSecret(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new KeyProblem(
      'key-missing',
      `The secret of the signer cannot be read at ${path}. It is the file that countersign log signer serve made; bring a copy of it.`,
      { cause: error },
    );
  });
  try {
    await requirePrivate(file, path);
    const text = (await file.readFile('utf8')).trim();
    if (text.length >= leastSecret) return Buffer.from(text, 'utf8');
  } finally {
    await file.close();
  }
  throw new KeyProblem(
    'key-damaged',
    `The secret in ${path} is shorter than ${leastSecret} signs.`,
  );
}

export interface Said {
  readonly operation: string;
  readonly nonce: string;
  /** Of an answer. */
  readonly status?: number;
  readonly body: string;
}

/** The code that authenticates a question, or an answer with its status. */
export function macOf(secret: Buffer, { operation, nonce, status, body }: Said): string {
  const direction = status === undefined ? 'question' : `answer ${status}`;
  return createHmac('sha256', secret)
    .update(`countersign-signer/v1\n${direction}\n${operation}\n${nonce}\n${body}`)
    .digest('hex');
}

/** Compares without telling by its time how much of it was right. */
export function isMac(mac: unknown, expected: string): boolean {
  if (typeof mac !== 'string' || mac.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(expected));
}

/** A nonce as both sides write it. */
export function isNonce(nonce: unknown): nonce is string {
  return typeof nonce === 'string' && /^[0-9a-f]{32}$/.test(nonce);
}
