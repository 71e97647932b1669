import { readDer, tags, type DerNode } from './der-reader.ts';
import { allOf, Fields, hasBit, readCount } from './der-values.ts';
import { TimestampFault } from './fault.ts';
import { maxTokenBytes } from './verify.ts';

/** Why an authority granted nothing (RFC 3161 §2.4.2, PKIFailureInfo), by the number of its bit. */
const failures = {
  0: 'bad-algorithm',
  2: 'bad-request',
  5: 'bad-data-format',
  14: 'time-not-available',
  15: 'policy-not-accepted',
  16: 'extension-not-accepted',
  17: 'information-not-available',
  25: 'system-failure',
} as const;
export type AuthorityFailure = (typeof failures)[keyof typeof failures];

/** PKIStatus without the two that grant (RFC 3161 §2.4.2), and what is none of them. */
const statuses = {
  2: 'rejection',
  3: 'waiting',
  4: 'revocation-warning',
  5: 'revocation-notification',
} as const;
export type AuthorityStatus = (typeof statuses)[keyof typeof statuses] | 'unknown';

export type TimestampResponse =
  | {
      readonly ok: true;
      /** DER of a TimeStampToken; not verified. */
      readonly token: Uint8Array;
    }
  | {
      readonly ok: false;
      readonly code: 'response-too-large' | 'response-malformed';
      readonly detail: string;
    }
  | {
      readonly ok: false;
      readonly code: 'response-refused';
      readonly status: AuthorityStatus;
      readonly failures: readonly AuthorityFailure[];
      /** The authority's own words, cut and without control characters. Text of strangers: escape it. */
      readonly text: string;
    };

/** The token, and room for what the authority has to say besides. */
export const maxResponseBytes = maxTokenBytes + 4096;
const maxTextLength = 200;

/**
 * Reads the body of an answer (RFC 3161 §2.4.2, TimeStampResp). Attacker: an authority, or whoever
 * answers in its place. The token is taken out, not verified.
 *
 * @throws never for what the bytes are.
 */
export function readResponse(bytes: Uint8Array): TimestampResponse {
  if (bytes.length > maxResponseBytes) {
    return { ok: false, code: 'response-too-large', detail: `${bytes.length} octets` };
  }
  try {
    return read(readDer(new Uint8Array(bytes)));
  } catch (error) {
    if (!(error instanceof TimestampFault)) throw error;
    return { ok: false, code: 'response-malformed', detail: error.message };
  }
}

function read(response: DerNode): TimestampResponse {
  const fields = new Fields(response);
  const information = new Fields(fields.take(tags.sequence));
  const token = fields.takeIf(tags.sequence);
  fields.end();
  const status = readCount(information.take(tags.integer));
  const text = information.takeIf(tags.sequence);
  const failure = information.takeIf(tags.bitString);
  information.end();
  // 0 granted, 1 granted with modifications: those that matter to us, verification finds.
  const isGranted = status === 0 || status === 1;
  if (isGranted !== (token !== undefined)) {
    throw new TimestampFault('structure-malformed', 'status and token contradict each other');
  }
  if (token !== undefined) return { ok: true, token: token.encoded };
  return {
    ok: false,
    code: 'response-refused',
    status:
      Object.entries(statuses).find(([number]) => Number(number) === status)?.[1] ?? 'unknown',
    failures:
      failure === undefined
        ? []
        : Object.entries(failures)
            .filter(([bit]) => hasBit(failure, Number(bit)))
            .map(([, name]) => name),
    text: text === undefined ? '' : readText(text),
  };
}

function readText(node: DerNode): string {
  const decoder = new TextDecoder();
  return allOf(node, tags.utf8String)
    .map(({ content }) => decoder.decode(content))
    .join(' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, maxTextLength)
    .toWellFormed();
}
