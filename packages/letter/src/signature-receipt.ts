import {
  decodeBase64,
  encodeBase64,
  followSuccession,
  hashLeaf,
  maxSuccessions,
  openCommitment,
  openReceipt,
  parseLogEntry,
  parseOpenedReceipt,
  parseOpening,
  parseSuccession,
  ProofError,
  receiptVerifier,
  rootFromInclusion,
  type CheckpointFindings,
  type JsonValue,
  type OpenedReceipt,
  type Opening,
  type Policy,
  type ProofErrorCode,
  type Provider,
} from '@countersign/proof';
import { LetterFault, type LetterFaultCode } from './letter-fault.ts';
import type { LetterText } from './letter-text.ts';
import { parseLetterText } from './parse-text.ts';
import type { SignaturePlace } from './verify-roll.ts';
import { readClass, type SignatureClass } from './signature-class.ts';

/** What a signer takes home (spec/signature.md, "Receipts"); nothing about it is verified. */
export interface SignatureReceipt {
  /** The very text that was signed, as canonical JSON. */
  readonly text: string;
  readonly signature: LoggedAlone | LoggedInBatch;
  readonly successions: readonly OpenedReceipt[];
}

interface LoggedAlone {
  readonly kind: 'entry';
  readonly receipt: OpenedReceipt;
}

interface LoggedInBatch {
  readonly kind: 'batch';
  readonly item: Opening;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly batch: OpenedReceipt;
}

/** What a receipt shows: this text was signed in this class, and the log has it. */
export interface ProvenSignature {
  readonly accepted: true;
  readonly text: LetterText;
  readonly class: SignatureClass;
  /** As the list shows it; null of those who are not shown. */
  readonly shown: JsonValue;
  /** Languages of the texts that the signer was shown. */
  readonly languages: JsonValue;
  /** Place in the log of the entry, or of the batch that holds it. */
  readonly index: bigint;
  readonly inBatch: boolean;
  readonly checkpoint: CheckpointFindings;
}

export interface RefusedSignature {
  readonly accepted: false;
  readonly code: ProofErrorCode | LetterFaultCode;
  readonly part: 'receipt' | 'successions' | 'signature' | 'batch' | 'text';
  /** For developers. */
  readonly message: string;
}

/**
 * Checks the receipt of a signature under a policy (spec/signature.md, "Receipts"). Never throws for
 * what is in it.
 *
 * @param json as parsed from a file that anybody may have made.
 */
export function verifySignature(
  provider: Provider,
  policy: Policy,
  json: unknown,
): ProvenSignature | RefusedSignature {
  let part: RefusedSignature['part'] = 'receipt';
  try {
    const { signature, text, successions } = parseSignatureReceipt(json);
    const followed = followSuccession(provider, policy, successions);
    if (!followed.accepted) return { ...followed, part: 'successions' };
    const verify = receiptVerifier(provider, followed.policy);
    part = signature.kind === 'entry' ? 'signature' : 'batch';
    const said = openReceipt(
      provider,
      verify,
      signature.kind === 'entry' ? signature.receipt : signature.batch,
    );
    const expected = signature.kind === 'entry' ? 'signature' : 'batch';
    if (said.kind !== expected) throw mismatch(`an entry of kind ${said.kind}`);
    let { fields } = said;
    if (signature.kind === 'batch') {
      requireInBatch(provider, signature, fields.get('root'));
      part = 'signature';
      fields = openCommitment(provider, signature.item.commitment, signature.item);
    }
    const own = readClass(fields.get('class'));
    if (own === undefined) throw mismatch('the entry is no signature');
    part = 'text';
    const bytes = new TextEncoder().encode(text);
    const words = parseLetterText(bytes);
    const isThis = encodeBase64(provider.sha256(bytes)) === own.text && words.letter === own.letter;
    if (!isThis) throw mismatch('another text was signed');
    if (words.translates !== undefined) throw mismatch('a translation is no text to sign');
    return {
      ...{ accepted: true, text: words, class: own },
      shown: fields.get('shown') ?? null,
      languages: fields.get('languages') ?? [],
      ...{ index: said.index, inBatch: signature.kind === 'batch', checkpoint: said.checkpoint },
    };
  } catch (error) {
    if (!(error instanceof ProofError) && !(error instanceof LetterFault)) throw error;
    return { accepted: false, code: error.code, part, message: error.message };
  }
}

/** The item is a leaf of the tree whose root the batch opens to (spec/private-batch.md). */
function requireInBatch(
  provider: Provider,
  { item, index, path }: LoggedInBatch,
  root: JsonValue | undefined,
): void {
  if (path.length % 2 !== 0 || path.length > 32) throw mismatch('no path of a batch');
  const leafHash = hashLeaf(provider, item.commitment);
  const place = { index: BigInt(index), size: 1n << BigInt(path.length), leafHash };
  if (encodeBase64(rootFromInclusion(provider, place, path)) !== root) {
    throw mismatch('the batch does not have this item');
  }
}

/**
 * Where the signature of a receipt stands that `verifySignature` has accepted.
 *
 * @throws ProofError for one that it would refuse.
 */
export function placeOfSignature(json: unknown, proven: ProvenSignature): SignaturePlace {
  const { signature } = parseSignatureReceipt(json);
  if (signature.kind === 'entry') return { batch: undefined, place: proven.index };
  return { batch: parseLogEntry(signature.batch.entry).id, place: BigInt(signature.index) };
}

/** @throws ProofError `proof-malformed`. */
export function parseSignatureReceipt(json: unknown): SignatureReceipt {
  const { v, text, signature, successions = [] } = object(json);
  if (v !== 1 || typeof text !== 'string') throw malformed('expected version 1 and a text');
  if (!Array.isArray(successions) || successions.length > maxSuccessions) {
    throw malformed(`expected a list of up to ${maxSuccessions} successions`);
  }
  return { text, signature: parseLogged(signature), successions: successions.map(parseSuccession) };
}

function parseLogged(json: unknown): SignatureReceipt['signature'] {
  const { batch, item, index, path } = object(json);
  if (batch === undefined) return { kind: 'entry', receipt: parseOpenedReceipt(json) };
  const opening = parseOpening(item);
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) {
    throw malformed('no place in the batch');
  }
  if (!Array.isArray(path)) throw malformed('no path of a batch');
  return {
    ...{ kind: 'batch', item: opening, index },
    path: path.map((hash: unknown) => {
      const bytes = typeof hash === 'string' ? decodeBase64(hash) : undefined;
      if (bytes?.length !== 32) throw malformed('no hash in the path');
      return bytes;
    }),
    batch: parseOpenedReceipt(batch),
  };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('expected an object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function malformed(why: string): ProofError {
  return new ProofError('proof-malformed', why);
}

function mismatch(why: string): ProofError {
  return new ProofError('commitment-mismatch', why);
}
