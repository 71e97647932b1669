import { editionVerifier, type JsonValue, type Policy, type Provider } from '@countersign/proof';
import { DossierFault } from './dossier-fault.ts';
import {
  mentionedSubjects,
  notProven,
  provenSubject,
  provenTimes,
  shownSuccession,
} from './findings.ts';
import { checkTexts } from './letter-texts.ts';
import { readEditionBytes, readProofBytes } from './read-members.ts';
import { refusal } from './verify-dossier.ts';
import type { Verdict } from './verdict.ts';

export interface EditionEvidence {
  /** JSON of a proof (spec/edition-proof.md). */
  readonly proof: Uint8Array;
  /** JSON of the document; undefined for a subject that was taken back. */
  readonly document?: Uint8Array | undefined;
  readonly policy: Policy;
  /** False for a policy that came from where the proof came from. */
  readonly isTrusted: boolean;
}

/**
 * Verifies an edition by its proof alone.
 *
 * @throws never for what is in the bytes; every such end is a verdict. Members are called `proof` and
 * `document`.
 */
export function verifyEdition(provider: Provider, evidence: EditionEvidence): Verdict {
  const { policy, isTrusted } = evidence;
  try {
    const proof = readProofBytes(evidence.proof, 'proof', 'any');
    const document: JsonValue | undefined =
      evidence.document === undefined
        ? undefined
        : readEditionBytes(evidence.document, 'document', 'any');
    const verdict = editionVerifier(provider, policy)(proof, document);
    if (!verdict.accepted) {
      const at = verdict.part === 'document' ? 'document' : 'proof';
      throw new DossierFault(verdict.code, at, verdict.message);
    }
    const { subject, checkpoint, latest, successions } = verdict;
    const times = provenTimes(checkpoint, [], isTrusted);
    const leftOut = document === undefined ? [] : mentionedSubjects(document);
    const texts = document === undefined ? undefined : checkTexts(provider, document, 'document');
    const shown = { isTrusted, isDossier: false, times, latest, page: undefined, leftOut, texts };
    return {
      outcome: isTrusted ? 'proven' : 'unidentified',
      form: 'edition',
      subject,
      editions: [provenSubject(verdict, document)],
      checkpoint,
      successions: successions.map(shownSuccession),
      times,
      ...{ head: undefined, claims: undefined, page: undefined, leftOut, texts },
      notProven: notProven(shown),
    };
  } catch (error) {
    return refusal(error);
  }
}
