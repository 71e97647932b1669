/**
 * Every way in which this package refuses its input. Codes are stable: they key the sentences shown
 * to people and the exit codes of command line tools.
 */
export type ProofErrorCode =
  /** A number, position or length that the operation cannot have. */
  | 'argument-invalid'
  | 'hash-malformed'
  | 'inclusion-invalid'
  | 'consistency-invalid'
  | 'tile-path-malformed'
  | 'tile-malformed'
  /** A tile does not hash to what the checkpoint commits to. */
  | 'tile-inconsistent'
  | 'entry-too-large'
  | 'bundle-malformed'
  | 'key-malformed'
  /** The key id of a vkey is not the hash of its name, type and key. */
  | 'key-id-mismatch'
  | 'key-type-unsupported'
  /** Two trusted keys share name and key id. */
  | 'key-ambiguous'
  | 'note-malformed'
  | 'note-too-large'
  | 'signature-malformed'
  /** A signature that names a trusted key was not made by it. */
  | 'signature-invalid'
  /** No trusted key has signed. */
  | 'signature-missing'
  | 'checkpoint-malformed'
  | 'origin-mismatch'
  | 'proof-malformed'
  | 'commitment-malformed'
  /** An opening is of another commitment. */
  | 'commitment-mismatch'
  | 'entry-malformed'
  /** Parts of an edition's proof do not belong together, or not to the document. */
  | 'edition-mismatch'
  | 'register-malformed'
  /** The proof does not show what the register of that root says. */
  | 'register-invalid'
  /** Too few of the policy's countersigners have cosigned. */
  | 'quorum-missing'
  | 'policy-malformed'
  /** What is said of the succession of a log's keys is no chain from one that is trusted. */
  | 'succession-invalid';

/** The one error of this package. `message` is for developers; people are told by `code`. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What is wrong with a policy file, for who must tell it in a language of people. */
export type PolicyFault =
  | 'too-large'
  /** More logs, witnesses or groups than this implementation reads. */
  | 'too-many'
  /** Control characters, or what is not UTF-8. */
  | 'characters'
  | 'unknown-line'
  | 'log-parts'
  | 'witness-parts'
  | 'group-parts'
  | 'threshold'
  | 'quorum-parts'
  | 'quorum-twice'
  | 'quorum-missing'
  | 'name-unknown'
  /** A member of one group already. */
  | 'name-in-group'
  /** Defined twice, or the reserved `none`. */
  | 'name-twice'
  /** The key cannot be read; `cause` says why. */
  | 'key'
  | 'key-type'
  | 'key-twice';

/** A policy that cannot be read, and where. */
export class PolicyError extends ProofError {
  readonly fault: PolicyFault;
  /** From 1; undefined where no line is at fault but the whole. */
  readonly line: number | undefined;

  constructor(fault: PolicyFault, message: string, line?: number, options?: ErrorOptions) {
    super('policy-malformed', message, options);
    this.fault = fault;
    this.line = line;
  }
}
