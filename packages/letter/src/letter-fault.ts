/** How something is not the text of a letter (spec/letter.md). */
export type LetterFaultCode =
  /** Not an object of these members, or one of them is of another type. */
  | 'text-malformed'
  /** Well-formed, but not in the one form that is hashed. */
  | 'text-not-normal'
  | 'text-too-long'
  /** No title, or not one block. */
  | 'text-empty';

/** The one error of this package. `message` is for developers; people are told by `code`. */
export class LetterFault extends Error {
  override readonly name = 'LetterFault';
  readonly code: LetterFaultCode;

  constructor(code: LetterFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}
