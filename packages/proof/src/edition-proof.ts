import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { decodeBase64 } from './base64.ts';
import { equalBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import {
  type OpenedReceipt,
  openedReceiptToJson,
  openReceipt,
  parseOpenedReceipt,
} from './opened-receipt.ts';
import type { Policy } from './policy.ts';
import type { Provider } from './provider.ts';
import {
  type CheckpointFindings,
  receiptVerifier,
  type Receipt,
  type ReceiptVerdict,
} from './receipt.ts';
import { parseRegisterProof, type RegisterProof, verifyInRegister } from './register-proof.ts';
import { registerProofToJson } from './register-proof.ts';
import {
  followSuccession,
  maxSuccessions,
  parseSuccession,
  type ProvenSuccession,
  successionToJson,
} from './succession.ts';
import { parseTlogProof } from './tlog-proof.ts';
import { encodeUtf8 } from './utf8.ts';

/** What shows that an edition is the current one of its subject (spec/edition-proof.md). */
export interface EditionProof {
  readonly subject: string;
  readonly edition: OpenedReceipt;
  readonly register: OpenedReceipt & { readonly line: RegisterProof };
  /** How the log's key came to be the one that signs, the oldest first (spec/succession.md). */
  readonly successions: readonly OpenedReceipt[];
}

/** What an edition's proof proves. */
export interface ProvenEdition {
  readonly accepted: true;
  readonly subject: string;
  readonly number: number;
  /** SHA-256 of the document; absent when the subject was taken back. */
  readonly hash: Uint8Array | undefined;
  /** The class of reason; only when it was taken back. */
  readonly removedFor: string | undefined;
  /** Where the entry stands in the log. */
  readonly index: bigint;
  /** Nothing later is in the tree of the checkpoint. Otherwise later entries were not looked at. */
  readonly latest: boolean;
  readonly checkpoint: CheckpointFindings;
  /** Those that the proof carries. */
  readonly successions: readonly ProvenSuccession[];
}

/** Why an edition's proof is refused, and which part of it. */
export interface RefusedEdition {
  readonly accepted: false;
  readonly code: ProofError['code'];
  readonly part: 'edition' | 'register' | 'document' | 'successions';
  /** For developers. */
  readonly message: string;
}

/** Verifies editions of one log under one policy; signatures of a checkpoint are looked at once. */
export type EditionVerifier = (
  proof: EditionProof,
  document: JsonValue | undefined,
) => ProvenEdition | RefusedEdition;

/**
 * A verifier of editions under a policy (spec/edition-proof.md, "Checking one"). It never throws for
 * what is in a proof or a document.
 *
 * The document is the parsed JSON of the edition; undefined for a subject that was taken back.
 */
export function editionVerifier(provider: Provider, policy: Policy): EditionVerifier {
  const verifyAsItIs = receiptVerifier(provider, policy);
  return (proof, document) => {
    const followed = followSuccession(provider, policy, proof.successions);
    if (!followed.accepted) return { ...followed, part: 'successions' };
    const { successions } = followed;
    const verify =
      successions.length === 0 ? verifyAsItIs : receiptVerifier(provider, followed.policy);
    let part: RefusedEdition['part'] = 'edition';
    const enter = (next: RefusedEdition['part']) => {
      part = next;
    };
    try {
      return { ...judge(provider, verify, proof, document, enter), successions };
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      return { accepted: false, code: error.code, part, message: error.message };
    }
  };
}

type VerifyReceipt = (receipt: Receipt) => ReceiptVerdict;

function judge(
  provider: Provider,
  verify: VerifyReceipt,
  { subject, edition, register }: EditionProof,
  document: JsonValue | undefined,
  enter: (part: RefusedEdition['part']) => void,
): Omit<ProvenEdition, 'successions'> {
  enter('edition');
  const said = openReceipt(provider, verify, edition);
  if (!editionKinds.has(said.kind)) throw mismatch(`an entry of kind ${said.kind}`);
  if (said.fields.get('subject') !== subject) throw mismatch('the entry is of another subject');
  enter('register');
  const registered = openReceipt(provider, verify, register);
  requireSameCheckpoint(edition, register);
  if (registered.kind !== 'register') throw mismatch('the second entry is no register');
  const root = bytesField(registered.fields, 'root');
  if (register.line.id !== subject) throw mismatch('the register is asked for another subject');
  const line = verifyInRegister(provider, register.line, root);
  if (line === undefined) throw mismatch('the register does not have the subject');
  if (line.number !== said.fields.get('number')) throw mismatch('the register has another number');
  const isRemoved = said.kind === 'edition-removed';
  if (isRemoved !== (line.hash === undefined)) throw mismatch('the register says otherwise');
  const hash = isRemoved ? undefined : bytesField(said.fields, 'hash');
  if (hash !== undefined && (line.hash === undefined || !equalBytes(line.hash, hash))) {
    throw mismatch('the register has another edition');
  }
  enter('document');
  requireDocument(provider, subject, hash, document);
  const reason = said.fields.get('reason-class');
  return {
    accepted: true,
    subject,
    number: line.number,
    hash,
    removedFor: isRemoved && typeof reason === 'string' ? reason : undefined,
    index: said.index,
    latest: registered.index === registered.checkpoint.size - 1n,
    checkpoint: registered.checkpoint,
  };
}

const editionKinds = new Set(['edition-published', 'edition-corrected', 'edition-removed']);

function requireSameCheckpoint(a: Receipt, b: Receipt): void {
  const [first, second] = [a, b].map(({ proof }) => parseTlogProof(proof).checkpoint);
  if (first === undefined || second === undefined || !equalBytes(first, second)) {
    throw mismatch('the proofs are of different checkpoints');
  }
}

function requireDocument(
  provider: Provider,
  subject: string,
  hash: Uint8Array | undefined,
  document: JsonValue | undefined,
): void {
  if (hash === undefined) {
    if (document !== undefined) throw mismatch('a document of a subject that was taken back');
    return;
  }
  if (document === undefined) throw mismatch('the document is missing');
  const named = isObject(document) ? document['subject'] : undefined;
  if (named !== subject) throw mismatch('the document is of another subject');
  let bytes: Uint8Array;
  try {
    bytes = encodeUtf8(canonicalJson(document));
  } catch (error) {
    throw new ProofError('edition-mismatch', 'a document without canonical JSON', { cause: error });
  }
  if (!equalBytes(provider.sha256(bytes), hash)) {
    throw mismatch('the document is not the one that was published');
  }
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bytesField(fields: ReadonlyMap<string, JsonValue>, name: string): Uint8Array {
  const value = fields.get(name);
  const bytes = typeof value === 'string' ? decodeBase64(value) : undefined;
  if (bytes?.length !== 32) throw mismatch(`the entry does not say its ${name}`);
  return bytes;
}

/** Reads a proof from JSON; nothing about it is verified. @throws ProofError `proof-malformed`. */
export function parseEditionProof(json: unknown): EditionProof {
  const { v, subject, edition, register, successions = [] } = object(json);
  if (v !== 1 || typeof subject !== 'string') throw malformed('expected version 1 and a subject');
  const { line } = object(register);
  if (!Array.isArray(successions) || successions.length > maxSuccessions) {
    throw malformed(`expected a list of up to ${maxSuccessions} successions`);
  }
  return {
    subject,
    edition: parseOpenedReceipt(edition),
    register: { ...parseOpenedReceipt(register), line: parseRegisterProof(line) },
    successions: successions.map(parseSuccession),
  };
}

/** A proof as JSON (spec/edition-proof.md). */
export function editionProofToJson(proof: EditionProof): JsonValue {
  const { subject, edition, register, successions } = proof;
  return {
    v: 1,
    subject,
    edition: openedReceiptToJson(edition),
    register: { ...openedReceiptToJson(register), line: registerProofToJson(register.line) },
    ...(successions.length > 0 && { successions: successions.map(successionToJson) }),
  };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed('expected an object');
  return value as Readonly<Record<string, unknown>>;
}

function malformed(why: string): ProofError {
  return new ProofError('proof-malformed', why);
}

function mismatch(why: string): ProofError {
  return new ProofError('edition-mismatch', why);
}
