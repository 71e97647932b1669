import {
  createRequest,
  maxResponseBytes,
  readResponse,
  verifyTimestamp,
  type TimestampAccepted,
  type TimestampFaultCode,
  type TimestampRefused,
} from '@countersign/timestamp';
import { exchange, type ExchangeFailureCode, type ExchangeLimits } from './tsa-exchange.ts';

/** Why a timestamp was not kept. */
export type TimestampFailureCode =
  | ExchangeFailureCode
  /** No TimeStampResp. */
  | 'answer-malformed'
  /** The authority says that it will not. */
  | 'refused'
  /** The token does not verify; `fault` says why: another nonce, other bytes, another key. */
  | 'token-invalid'
  /** The authority's time is too far from ours: one of the two is wrong. */
  | 'clock-differs';

export type TimestampResult =
  | {
      readonly ok: true;
      readonly url: string;
      /** Verified, with nothing in it that no signature covers. */
      readonly token: Uint8Array;
      readonly verdict: TimestampAccepted;
    }
  | {
      readonly ok: false;
      readonly url: string;
      readonly code: TimestampFailureCode;
      /** With `token-invalid`. */
      readonly fault?: TimestampFaultCode;
      /** For the operator, in English; may repeat words of the authority. */
      readonly detail: string;
    };

export interface TimestampOptions extends Omit<ExchangeLimits, 'maxBytes'> {
  /** Our clock when the request goes out; milliseconds since 1970. */
  readonly nowMs: number;
  /** Of the answer. Default: the most that is read, about 68 kB. */
  readonly maxBytes?: number;
  /** DER; see `readTsaRoots`. */
  readonly trustedRoots: readonly Uint8Array[];
  /** How far the authority's time may lie outside the exchange by our clock. Default five minutes. */
  readonly toleranceMs?: number;
}

const defaultToleranceMs = 5 * 60_000;

/**
 * Has an authority timestamp the signed bytes of a checkpoint, and verifies in full what it says before
 * anybody keeps it: a token that fails years later could not be had again. Sends a hash and a nonce and
 * nothing else, so the authority learns nothing and plain http is enough.
 *
 * @returns what went wrong as a value; the log goes on without a timestamp.
 */
export async function requestTimestamp(
  url: string,
  noteBytes: Uint8Array,
  options: TimestampOptions,
): Promise<TimestampResult> {
  const message = new Uint8Array(noteBytes);
  const nonce = randomNonce();
  const imprint = new Uint8Array(await crypto.subtle.digest('SHA-256', message));
  const { fetch, timeoutMs, maxBytes = maxResponseBytes, trustedRoots } = options;
  const request = createRequest(imprint, nonce);
  const exchanged = await exchange(url, request, { fetch, timeoutMs, maxBytes });
  if (!exchanged.ok) return { url, ...exchanged };

  const response = readResponse(exchanged.answer);
  if (!response.ok) {
    return response.code === 'response-refused'
      ? { ok: false, url, code: 'refused', detail: refusalText(response) }
      : { ok: false, url, code: 'answer-malformed', detail: response.detail };
  }
  const evidence = { token: response.token, message, nonce, trustedRoots };
  const received = await verifyTimestamp({ ...evidence, form: 'as-received' });
  if (!received.ok) return invalid(url, received);
  const differs = clockDifference(received.genTimeMs, options);
  if (differs !== undefined) return { ok: false, url, code: 'clock-differs', detail: differs };

  // As a stranger will verify it.
  const verdict = await verifyTimestamp({ ...evidence, token: received.canonical });
  return verdict.ok ? { ok: true, url, token: verdict.canonical, verdict } : invalid(url, verdict);
}

function invalid(url: string, { code, detail }: TimestampRefused): TimestampResult {
  return { ok: false, url, code: 'token-invalid', fault: code, detail };
}

/** The time must lie between the request and its latest answer. */
function clockDifference(genTimeMs: number, options: TimestampOptions): string | undefined {
  const { nowMs, timeoutMs, toleranceMs = defaultToleranceMs } = options;
  const early = nowMs - toleranceMs - genTimeMs;
  const late = genTimeMs - (nowMs + timeoutMs + toleranceMs);
  if (early <= 0 && late <= 0) return undefined;
  const seconds = Math.round(Math.abs(genTimeMs - nowMs) / 1000);
  return `the authority’s clock is ${seconds} s ${early > 0 ? 'behind' : 'ahead of'} ours`;
}

function refusalText(response: {
  readonly status: string;
  readonly failures: readonly string[];
  readonly text: string;
}): string {
  return [response.status, ...response.failures, response.text].filter(Boolean).join('; ');
}

/** 64 bits, as evidence against a kept answer that is given again. */
function randomNonce(): bigint {
  return crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n;
}
