import { Refusal } from '#platform/errors';

/** Every reason for which evidence is refused. Each is the key of a sentence. */
export type EvidenceCode =
  | 'not-allowed'
  | 'not-found'
  /** A NUL, or half of a letter: no text can be kept with it. */
  | 'bad-characters'
  /** One that nobody sees, and that turns or hides what stands round it; params `kind`, `code`, `before`. */
  | 'invisible-character'
  | 'source-title-missing'
  | 'source-title-too-long'
  | 'source-bad-date'
  | 'source-bad-address'
  /** A name or password stands before the host. */
  | 'source-address-login'
  | 'source-bad-language'
  | 'source-bad-material'
  | 'source-bad-reliability'
  | 'source-changed'
  | 'source-quoted'
  /** Not somebody who may work on it. */
  | 'source-bad-assignee'
  | 'source-through-itself'
  | 'source-unseen-with-copy'
  | 'copy-empty'
  | 'copy-too-large'
  | 'copy-already-here'
  | 'address-already-here'
  | 'text-already-here'
  | 'fetch-invalid-address'
  | 'fetch-refused-address'
  | 'fetch-dns'
  | 'fetch-network'
  | 'fetch-tls'
  | 'fetch-timeout'
  | 'fetch-too-large'
  | 'fetch-too-many-redirects'
  | 'fetch-broken-encoding'
  | 'fetch-status'
  | 'passage-out-of-text'
  | 'passage-empty'
  | 'passage-bad-region'
  | 'translation-empty'
  | 'translation-bad-language'
  | 'own-translation';

export class EvidenceRefusal extends Refusal<EvidenceCode> {
  override readonly name = 'EvidenceRefusal';
}
