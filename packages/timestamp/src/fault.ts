/**
 * Every reason for which a timestamp is not accepted. Codes are stable: they key the sentences shown
 * to people and the exit codes of command line tools.
 */
export type TimestampFaultCode =
  | 'token-too-large'
  /** Not DER, or deeper or of more parts than any honest token. */
  | 'der-malformed'
  /** DER, but not what RFC 3161, 5652 or 5280 says has to stand there. */
  | 'structure-malformed'
  | 'version-unsupported'
  /** Not CMS signed data over a TSTInfo, or its content-type attribute says otherwise. */
  | 'content-type-wrong'
  /** Not exactly one signerInfo (RFC 3161 §2.4.2). */
  | 'signer-count-wrong'
  /** The token is about other bytes. */
  | 'imprint-mismatch'
  | 'nonce-mismatch'
  | 'algorithm-unsupported'
  /** SHA-1 or MD5 signs or digests, or an RSA key is shorter than 2048 bits. */
  | 'algorithm-weak'
  /** A signed attribute is missing, stands twice or has not exactly one value. */
  | 'attribute-malformed'
  | 'message-digest-mismatch'
  /** Neither the token nor the intermediates hold the certificate that the signerInfo names. */
  | 'signer-certificate-missing'
  /** No signed attribute binds the signer's certificate (RFC 5035, RFC 5816). */
  | 'signing-certificate-missing'
  | 'signing-certificate-mismatch'
  | 'signature-invalid'
  /** Extended key usage is not timeStamping, critical and alone (RFC 3161 §2.3). */
  | 'key-purpose-wrong'
  | 'key-usage-wrong'
  | 'time-out-of-range'
  /** Later than the moment handed in. */
  | 'time-in-future'
  /** A certificate of the path was not valid at genTime. */
  | 'certificate-not-valid-then'
  /** A certificate of the path may not issue others: no CA, or longer than its pathLen allows. */
  | 'issuer-not-allowed'
  /** An extension that must be understood is not. */
  | 'extension-unsupported'
  | 'trusted-roots-missing'
  | 'path-untrusted'
  /** The name inside the token is none of the certificate's (RFC 3161 §2.4.2, tsa). */
  | 'tsa-name-mismatch'
  /** Carries what no signature covers: stray certificates, revocation lists, unsigned attributes. */
  | 'token-not-canonical'
  /** This place has no WebCrypto: a page that is neither https, localhost nor a local file. */
  | 'crypto-unavailable';

/** Ends a reading or a check; becomes a verdict or a refusal at the public functions. */
export class TimestampFault extends Error {
  override readonly name = 'TimestampFault';
  readonly code: TimestampFaultCode;

  constructor(code: TimestampFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
