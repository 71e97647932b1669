import type { ProvenTexts } from '@countersign/letter';
import type { CheckpointFindings } from '@countersign/proof';
import type { RefusalCode } from './dossier-fault.ts';
import type { DossierHead } from './manifest.ts';

/** What is not proven, whatever else is. Closed; told in every verdict. */
export type NotProvenCode =
  /** That what the sources say is so. */
  | 'truth'
  /** Whose keys they are. */
  | 'identity'
  /** Nobody but the log itself has signed: it may show others another log. */
  | 'no-countersigners'
  /** Neither cosignature nor timestamp tells when. */
  | 'no-time'
  /** No verified timestamp: the time rests on the clocks of the countersigners. */
  | 'time-by-cosignatures'
  /** There are timestamps, and no roots were given to check them against. */
  | 'timestamps-unchecked'
  /** Later entries of this very checkpoint were not looked at. */
  | 'not-latest'
  /** What was published after the checkpoint. */
  | 'later'
  /** That translations say what the text says. */
  | 'translations'
  /** What the maker says of the file: address, organisation, demonstration, number of reviewers. */
  | 'head'
  /** `index.html` is the maker's rendering; it was not made again. */
  | 'page'
  /** Subjects that are mentioned and are not here. */
  | 'mentioned';

/** An edition that the log holds. */
export interface ProvenSubject {
  readonly subject: string;
  /** As its document says; undefined when it was taken back. */
  readonly kind: string | undefined;
  readonly number: number;
  /** SHA-256 of the document, hexadecimal; undefined when it was taken back. */
  readonly hash: string | undefined;
  /** Class of reason; only when it was taken back. */
  readonly removedFor: string | undefined;
  /** Where its entry stands in the log. */
  readonly index: bigint;
  /** No later edition is in the tree of the checkpoint. */
  readonly latest: boolean;
}

export type TimestampFinding =
  | {
      readonly member: string;
      readonly state: 'verified';
      /** Milliseconds since 1970. */
      readonly genTimeMs: number;
      readonly accuracyMs: number | undefined;
      /** Text of strangers. */
      readonly authority: string;
    }
  /** No roots were given, or this place cannot check. */
  | { readonly member: string; readonly state: 'not-checked' }
  /** A good token of an authority that none of the given roots vouches for. */
  | { readonly member: string; readonly state: 'untrusted' };

/** When the checkpoint was there at the latest. */
export interface ProvenTimes {
  /** By each countersigner of the policy that has signed; names are those of the keys. */
  readonly cosigned: readonly { readonly name: string; readonly timeMs: number }[];
  readonly timestamps: readonly TimestampFinding[];
  /** The earliest of all that is verified; undefined when nothing tells. Milliseconds since 1970. */
  readonly earliestMs: number | undefined;
}

/** A key of the log was succeeded by another; verifier keys as C2SP signed-note has them. */
export interface ShownSuccession {
  readonly from: string;
  readonly successor: string;
  /** Id of the entry that says so, and its place in the log. */
  readonly entry: string;
  readonly index: bigint;
  /** The earliest cosignature of the checkpoint it is shown under: milliseconds since 1970. */
  readonly timeMs: number | undefined;
}

export interface AcceptedVerdict {
  /**
   * `proven` under the policy of who asks; `unidentified`: consistent with the keys that the file
   * itself names, and whose they are is not established.
   */
  readonly outcome: 'proven' | 'unidentified';
  readonly form: 'dossier' | 'edition';
  readonly subject: string;
  /** The subject first. */
  readonly editions: readonly ProvenSubject[];
  readonly checkpoint: CheckpointFindings;
  /** By which the log came to the key that signed the checkpoint, the oldest first. */
  readonly successions: readonly ShownSuccession[];
  readonly times: ProvenTimes;
  /** Of a dossier: what its maker says. */
  readonly head: DossierHead | undefined;
  /** Of a dossier: how many claims its editions hold. */
  readonly claims: number | undefined;
  /** Of a letter: its texts and translations, each checked against the hash that the edition names. */
  readonly texts: ProvenTexts | undefined;
  /** Of a dossier: `same` when it was made again to the byte. */
  readonly page: 'same' | 'not-checked' | undefined;
  /** Subjects with a page that the subject mentions and that are not here. */
  readonly leftOut: readonly string[];
  readonly notProven: readonly NotProvenCode[];
}

export interface RefusedVerdict {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  /** The member at fault; undefined where it is the file as a whole. */
  readonly member: string | undefined;
  /** For developers, in English. */
  readonly message: string;
  /** What the checkpoint shows all the same, if its signatures are good. */
  readonly checkpoint: CheckpointFindings | undefined;
}

export type Verdict = AcceptedVerdict | RefusedVerdict;
