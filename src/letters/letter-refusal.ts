import { Refusal } from '#platform/errors';

/** Every reason for which letters refuse something. Each is the key of a sentence. */
export type LetterCode =
  | 'not-allowed'
  | 'not-found'
  | 'bad-characters'
  | 'letter-name-missing'
  | 'letter-language-unknown'
  /** Somebody else has saved since; params `by` and their `revision`. Nothing of what was typed is lost. */
  | 'letter-draft-changed'
  | 'letter-text-malformed'
  | 'letter-text-empty'
  | 'letter-text-too-long'
  /** The same words as the version before. */
  | 'letter-text-unchanged'
  | 'letter-note-missing'
  | 'letter-change-missing'
  | 'letter-version-open'
  | 'letter-version-decided'
  | 'letter-version-own'
  | 'letter-comment-missing'
  /** One author's text, or no version is approved. */
  | 'letter-not-signable'
  | 'letter-message-missing'
  /** Params `most`. */
  | 'sign-too-long'
  | 'sign-line-refused'
  | 'sign-name'
  | 'sign-address'
  | 'sign-country'
  | 'sign-appearance'
  | 'sign-consent'
  | 'show-consent'
  | 'sign-letter-unknown'
  | 'sign-closed'
  /** Too many forms of one network at once; nothing of it tells about anybody. */
  | 'sign-too-many'
  /** Params `message`. */
  | 'sign-paused'
  /** Of a rule of the fraud desk. */
  | 'guard-number'
  /** Params `host`. */
  | 'guard-host'
  /** A well-known name: an organiser says how they reached the person. */
  | 'aside-channel'
  /** Nothing is left of what was chosen. */
  | 'aside-nothing'
  /** So many need a second person; the proposal waits. */
  | 'aside-own'
  /** Decided on, undone or erased since. */
  | 'aside-decided'
  /** Never made, expired, or what it was for is gone: nothing tells which. */
  | 'signature-link'
  /** Nothing of it was approved, so nothing can be published. */
  | 'letter-unapproved'
  /** Nothing was ticked. */
  | 'letter-anchor-missing'
  /** Readers do not see the claim, or not on that page. */
  | 'letter-anchor-private';

/** The expected refusals around letters. */
export class LetterRefusal extends Refusal<LetterCode> {
  override readonly name = 'LetterRefusal';
}
