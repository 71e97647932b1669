/** Why nothing was fetched. All are about the address or its server, none is a fault of ours. */
export const fetchFailureCodes = [
  'invalid-address',
  'refused-address',
  'dns',
  'network',
  'tls',
  'timeout',
  'too-large',
  'too-many-redirects',
  'broken-encoding',
  'status',
] as const;
export type FetchFailureCode = (typeof fetchFailureCodes)[number];

export interface Redirect {
  readonly from: string;
  readonly status: number;
  readonly to: string;
}

/** What was seen of the server's certificate; it was valid for the name, or there is no result. */
export interface TlsSeen {
  readonly protocol: string;
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 of the certificate, hex pairs with colons. */
  readonly fingerprint256: string;
}

export interface FetchRecord {
  readonly requestedAddress: string;
  /** Where the body came from, after redirects. */
  readonly finalAddress: string;
  readonly redirects: readonly Redirect[];
  /** The IP address that answered last. */
  readonly serverAddress?: string;
  readonly status?: number;
  /** Selected headers of the last answer, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: TlsSeen;
  /** RFC 3339 in UTC, when the last answer was complete or the attempt ended. */
  readonly fetchedAt: string;
}

export type FetchResult =
  | (FetchRecord & {
      readonly ok: true;
      readonly status: number;
      /** The document; transfer coding removed, and content coding when `contentEncoding` says so. */
      readonly body: Buffer;
      readonly mediaType: string | undefined;
      /** Set when the server packed the body although it was asked not to; `body` is then unpacked. */
      readonly contentEncoding?: { readonly name: string; readonly decoded: true };
    })
  | (FetchRecord & {
      readonly ok: false;
      readonly code: FetchFailureCode;
      /** For the operator, in English. */
      readonly detail: string;
    });

/** An expected end of fetching; turned into `{ ok: false }` at the edge of this folder. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure';
  readonly code: FetchFailureCode;

  constructor(code: FetchFailureCode, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }
}

/** What a thrown value of the network says. Node and undici mark theirs by `code`. */
export function asFetchFailure(cause: unknown): FetchFailure {
  if (cause instanceof FetchFailure) return cause;
  const code = codeOf(cause) ?? codeOf(cause instanceof Error ? cause.cause : undefined) ?? '';
  const detail = `${code} ${cause instanceof Error ? cause.message : String(cause)}`.trim();
  return new FetchFailure(kindOf(code, detail), detail.slice(0, 500), { cause });
}

function kindOf(code: string, detail: string): FetchFailureCode {
  if (/TIMEOUT|ETIMEDOUT/.test(code) || /TimeoutError|aborted due to timeout/.test(detail))
    return 'timeout';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|EPROTO|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/.test(code)) return 'tls';
  if (/^Z_|^ERR__?ERROR_|^ERR_(?:BROTLI|ZLIB|_ZSTD)/.test(code)) return 'broken-encoding';
  return 'network';
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const code: unknown = Reflect.get(cause, 'code');
  return typeof code === 'string' ? code : undefined;
}
