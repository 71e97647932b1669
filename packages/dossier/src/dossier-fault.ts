import type { LetterFaultCode } from '@countersign/letter';
import type { ProofErrorCode } from '@countersign/proof';
import type { TimestampFaultCode } from '@countersign/timestamp';

/** How a ZIP is not one that a dossier may be (spec/dossier.md, "The ZIP"). */
export type ZipFaultCode =
  | 'zip-too-large'
  | 'zip-too-many-members'
  /** Something stands before the first member, or this is no ZIP at all. */
  | 'zip-not-a-zip'
  | 'zip-truncated'
  | 'zip-zip64'
  | 'zip-encrypted'
  | 'zip-compressed'
  /** A field of a header has another value than the one it must have. */
  | 'zip-header'
  | 'zip-sizes'
  /** No name that a member may have: traversal, folders, anything else. */
  | 'zip-name'
  | 'zip-duplicate'
  | 'zip-checksum'
  /** The directory at the end says otherwise than the members do. */
  | 'zip-directory'
  /** Bytes after the end. */
  | 'zip-trailing';

/** How the members are not those of a dossier. */
export type DossierFaultCode =
  | ZipFaultCode
  | 'manifest-missing'
  | 'manifest-malformed'
  /** A member that the manifest does not list, or not at this place. */
  | 'member-unexpected'
  | 'member-missing'
  /** Other bytes than the manifest says. */
  | 'member-differs'
  /** Not the canonical JSON of an edition of this subject, or of this kind. */
  | 'edition-malformed'
  | 'proof-unreadable'
  | 'succession-unreadable'
  /** The proofs of one dossier must be of one checkpoint. */
  | 'checkpoint-differs'
  /** Taken back, and yet its document is here. */
  | 'edition-removed'
  /** Not the claims of the editions. */
  | 'claims-differ'
  /** Not what the maker's own program makes of the editions. */
  | 'page-differs';

/** Every reason for which something is refused. Codes are stable. */
export type RefusalCode = DossierFaultCode | LetterFaultCode | ProofErrorCode | TimestampFaultCode;

/** Ends a reading; becomes a verdict at the public functions. */
export class DossierFault extends Error {
  override readonly name = 'DossierFault';
  readonly code: RefusalCode;
  /** Name of the member at fault, or `member 3` where its name cannot be read. */
  readonly member: string | undefined;

  constructor(code: RefusalCode, member: string | undefined, message: string) {
    super(message);
    this.code = code;
    this.member = member;
  }
}
