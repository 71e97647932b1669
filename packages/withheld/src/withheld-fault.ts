/** How something is not what it claims to be of a withheld name (spec/withheld.md). */
export type WithheldFaultCode =
  /** Not an object of these members, or one of them is of another type. */
  | 'withheld-malformed'
  /** No age recipient, or one that occurs twice. */
  | 'withheld-recipient'
  /** Fewer than two organisations, or more needed than there are. */
  | 'withheld-need'
  /** Made for another request. */
  | 'withheld-other-request'
  /** The identity opens nothing that was made for any organisation of the panel. */
  | 'withheld-identity'
  /** A share that is not the one its signer made. */
  | 'withheld-share-wrong'
  /** A share of another name, or under another rule. */
  | 'withheld-share-foreign'
  /** Two files of one organisation. */
  | 'withheld-share-twice'
  /** Fewer shares than are needed. */
  | 'withheld-too-few'
  /** What the shares give is not the key. */
  | 'withheld-key-wrong'
  /** The name was altered, or is none. */
  | 'withheld-name-altered'
  /** The rule does not let it be opened yet. */
  | 'withheld-too-early';

/** The one error of this package. `message` is for developers; it never holds a name or a secret. */
export class WithheldFault extends Error {
  override readonly name = 'WithheldFault';
  readonly code: WithheldFaultCode;
  /** Which organisation is at fault, from 0; undefined when it is not one. */
  readonly organisation: number | undefined;

  constructor(code: WithheldFaultCode, message: string, organisation?: number) {
    super(message);
    this.code = code;
    this.organisation = organisation;
  }
}
