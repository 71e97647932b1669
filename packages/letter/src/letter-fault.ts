/** How something is not what it claims to be of a letter (spec/letter.md, spec/count.md). */
export type LetterFaultCode =
  /** Not an object of these members, or one of them is of another type. */
  | 'text-malformed'
  /** Well-formed, but not in the one form that is hashed. */
  | 'text-not-normal'
  | 'text-too-long'
  /** No title, or not one block. */
  | 'text-empty'
  /** An edition names another hash than its text has, or a text of another letter or version. */
  | 'text-differs'
  /** The same of a translation, or it names another text than the one it stands under. */
  | 'translation-differs'
  /** No line of a roll (spec/count.md). */
  | 'roll-malformed'
  /** A class that the letter does not have. */
  | 'roll-class-unknown'
  /** A place that is not after the one before: somebody would be counted twice. */
  | 'roll-out-of-order'
  /** What the line says is not what the log has there. */
  | 'roll-not-logged'
  /** The log's count is of another roll. */
  | 'roll-not-counted'
  /** The log has a later count of the letter than that of this roll. */
  | 'roll-stale'
  /** The classes of the head have other numbers than its lines. */
  | 'roll-count-differs'
  /** A part has other bytes or lines than the head says. */
  | 'roll-part-altered'
  /** The leaves of a batch have another root than the log says. */
  | 'roll-batch-altered'
  /** Something that the roll rests on is not served. */
  | 'roll-missing';

/** The one error of this package. `message` is for developers; people are told by `code`. */
export class LetterFault extends Error {
  override readonly name = 'LetterFault';
  readonly code: LetterFaultCode;

  constructor(code: LetterFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}
