import {
  editionVerifier,
  followSuccession,
  parsePolicy,
  ProofError,
  type JsonValue,
  type Policy,
  type Provider,
  type ProvenEdition,
  type ProvenSuccession,
} from '@countersign/proof';
import { claimLines } from './claim-lines.ts';
import { DossierFault } from './dossier-fault.ts';
import { member as memberOf, mentionedSubjects, notProven, provenSubject } from './findings.ts';
import { hex, provenTimes, shownSuccession } from './findings.ts';
import { checkTexts } from './letter-texts.ts';
import type { DossierHead } from './manifest.ts';
import {
  claimsName,
  editionName,
  manifestName,
  pageName,
  policyName,
  proofName,
} from './member-names.ts';
import {
  checkpointOf,
  readDossier,
  readEditionBytes,
  readProofBytes,
  readSuccessionMember,
  type ReadDossier,
} from './read-members.ts';
import { verifyTimestamps } from './verify-timestamps.ts';
import type { RefusedVerdict, Verdict } from './verdict.ts';

/** What `index.html` is made of: nothing that the dossier does not hold. */
export interface PageContents {
  readonly head: DossierHead;
  /** The subject itself first. */
  readonly editions: readonly {
    readonly document: JsonValue;
    readonly number: number;
    /** SHA-256 of the document, hexadecimal. */
    readonly hash: string;
  }[];
}

/** The program that makes `index.html`; the same version makes the same bytes. */
export interface PageMaker {
  readonly version: string;
  render(contents: PageContents): string;
}

/** Makes `index.html` again; undefined where this place cannot make it as others would. */
export interface PageChecker {
  readonly version: string;
  render(contents: PageContents): string | undefined;
}

export interface DossierEvidence {
  readonly bytes: Uint8Array;
  /** Whom the reader trusts, from outside the file; without it identity is not established. */
  readonly policy?: Policy | undefined;
  /** DER of the roots of timestamp authorities, from outside the file. */
  readonly trustedRoots?: readonly Uint8Array[] | undefined;
  /** Makes `index.html` again where the versions are the same. */
  readonly page?: PageChecker | undefined;
  /** Milliseconds since 1970: a timestamp after it is refused. */
  readonly nowMs?: number | undefined;
}

/**
 * Verifies a dossier (spec/dossier.md, "Checking one"): every member is the one that was listed, every
 * edition is the one that the log holds, and all else that can be derived from the editions is.
 *
 * @throws never for what is in the bytes; every such end is a verdict.
 */
export async function verifyDossier(
  provider: Provider,
  evidence: DossierEvidence,
): Promise<Verdict> {
  try {
    return await verify(provider, evidence);
  } catch (error) {
    return refusal(error);
  }
}

/** The verdict that a fault ends in. @throws what is none of ours. */
export function refusal(error: unknown, member?: string): RefusedVerdict {
  if (error instanceof DossierFault || error instanceof ProofError) {
    const at = error instanceof DossierFault ? error.member : member;
    const { code, message } = error;
    return { outcome: 'refused', code, member: at, message, checkpoint: undefined };
  }
  throw error;
}

async function verify(provider: Provider, evidence: DossierEvidence): Promise<Verdict> {
  const dossier = readDossier(provider, evidence.bytes);
  const { manifest, subjects } = dossier;
  const ownPolicy = readPolicy(provider, dossier);
  const trusted = evidence.policy ?? ownPolicy;
  const { policy, successions } = followMembers(provider, trusted, dossier);
  const editions = verifyEditions(provider, policy, dossier);
  const [first] = editions;
  if (first === undefined) throw new DossierFault('manifest-malformed', manifestName, 'no subject');
  const { checkpoint } = first.proven;
  if (memberOf(first.document, 'kind') !== manifest.kind) {
    throw new DossierFault('manifest-malformed', manifestName, 'the subject is of another kind');
  }
  const [texts] = editions.map(({ document, proven: { subject } }) =>
    checkTexts(provider, document, editionName(subject)),
  );
  const documents = editions.map(({ document }) => document);
  const lines = claimLines(documents);
  requireText(dossier, claimsName, lines, 'claims-differ');
  const { trustedRoots, nowMs } = evidence;
  const stamps = { trustedRoots, nowMs };
  const found = await verifyTimestamps(dossier.timestamps, first.note, stamps);
  const page = verifyPage(dossier, editions, evidence.page);
  const isTrusted = evidence.policy !== undefined;
  const times = provenTimes(checkpoint, found, isTrusted);
  const present = new Set(subjects);
  const leftOut = mentionedSubjects(first.document).filter((uid) => !present.has(uid));
  const { members: _, ...head } = manifest;
  return {
    outcome: isTrusted ? 'proven' : 'unidentified',
    form: 'dossier',
    subject: manifest.subject,
    editions: editions.map(({ proven, document }) => provenSubject(proven, document)),
    checkpoint,
    successions: successions.map(shownSuccession),
    times,
    head,
    claims: lines.split('\n').length - 1,
    texts,
    page,
    leftOut,
    notProven: notProven({
      ...{ isTrusted, isDossier: true, times, page, leftOut, texts },
      latest: editions.every(({ proven }) => proven.latest),
    }),
  };
}

function readPolicy(provider: Provider, { member }: ReadDossier): Policy {
  try {
    return parsePolicy(provider, member(policyName));
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new DossierFault(error.code, policyName, error.message);
  }
}

/** The policy brought up to the newest key of the log. @throws DossierFault at the member. */
function followMembers(
  provider: Provider,
  policy: Policy,
  { successions }: ReadDossier,
): { readonly policy: Policy; readonly successions: readonly ProvenSuccession[] } {
  const followed = followSuccession(provider, policy, successions.map(readSuccessionMember));
  if (followed.accepted) return followed;
  const { code, at, message } = followed;
  throw new DossierFault(code, successions[at]?.name ?? policyName, message);
}

interface VerifiedEdition {
  readonly document: JsonValue;
  readonly proven: ProvenEdition & { readonly hash: Uint8Array };
  readonly note: Uint8Array;
}

function verifyEditions(
  provider: Provider,
  policy: Policy,
  { subjects, member }: ReadDossier,
): VerifiedEdition[] {
  const verifyEdition = editionVerifier(provider, policy);
  let note: Uint8Array | undefined;
  return subjects.map((subject) => {
    const [editionAt, proofAt] = [editionName(subject), proofName(subject)];
    const document = readEditionBytes(member(editionAt), editionAt);
    const proof = readProofBytes(member(proofAt), proofAt);
    if (proof.subject !== subject) {
      throw new DossierFault('edition-mismatch', proofAt, 'a proof of another subject');
    }
    const verdict = verifyEdition(proof, document);
    if (!verdict.accepted) {
      const at = verdict.part === 'document' ? editionAt : proofAt;
      throw new DossierFault(verdict.code, at, verdict.message);
    }
    const { hash } = verdict;
    if (hash === undefined) throw new DossierFault('edition-removed', editionAt, 'taken back');
    const own = checkpointOf(proof, proofAt);
    note ??= own;
    if (!equalBytes(note, own)) {
      throw new DossierFault('checkpoint-differs', proofAt, 'under another checkpoint');
    }
    return { document, proven: { ...verdict, hash }, note };
  });
}

function verifyPage(
  dossier: ReadDossier,
  editions: readonly VerifiedEdition[],
  maker: PageChecker | undefined,
): 'same' | 'not-checked' {
  const { members: _, ...head } = dossier.manifest;
  if (maker === undefined || maker.version !== head.generator.page) return 'not-checked';
  const contents = editions.map(({ document, proven }) => ({
    ...{ document, number: proven.number, hash: hex(proven.hash) },
  }));
  const expected = renderedBy(maker, { head, editions: contents });
  if (expected === undefined) return 'not-checked';
  requireText(dossier, pageName, expected, 'page-differs');
  return 'same';
}

/** Documents of a stranger's log may have any shape, and a page maker may trip over them. */
function renderedBy(maker: PageChecker, contents: PageContents): string | undefined {
  try {
    return maker.render(contents);
  } catch {
    throw new DossierFault('page-differs', pageName, 'no page can be made of the editions');
  }
}

function requireText(
  { member }: ReadDossier,
  name: string,
  expected: string,
  code: 'claims-differ' | 'page-differs',
): void {
  if (!equalBytes(member(name), new TextEncoder().encode(expected))) {
    throw new DossierFault(code, name, 'it does not follow from the editions');
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
