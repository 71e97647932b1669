import {
  readDossier,
  verifyDossier,
  verifyEdition,
  type PageContents,
  type PageChecker,
  type Verdict,
} from '@countersign/dossier';
import { verifySignature } from '@countersign/letter';
import type { JsonValue, Policy, Provider } from '@countersign/proof';
import type { SortedFiles } from './given-files.ts';
import type { CheckedSignature } from './tell-signature.ts';

export interface Checking {
  readonly provider: Provider;
  readonly page: PageChecker;
  /** Whom the reader trusts. */
  readonly policy: Policy | undefined;
  /** What a log says of itself; serves a proof, which names no keys, where there is no other. */
  readonly ownPolicy?: Policy | undefined;
  readonly trustedRoots: readonly Uint8Array[] | undefined;
  readonly nowMs: number;
}

/** A verdict, and what was read on the way to it for a person to read. */
export type Checked =
  | { readonly state: 'checked'; readonly verdict: Verdict; readonly contents?: PageContents }
  | ({ readonly state: 'signature' } & CheckedSignature)
  /** A proof alone names no keys. */
  | { readonly state: 'needs-policy' }
  | { readonly state: 'nothing' };

export async function checkFiles(files: SortedFiles, checking: Checking): Promise<Checked> {
  const { provider, policy, ownPolicy } = checking;
  const { dossier, proof, document, receipt } = files;
  if (receipt !== undefined) return checkReceipt(receipt.bytes, checking);
  if (proof !== undefined) {
    const used = policy ?? ownPolicy;
    if (used === undefined) return { state: 'needs-policy' };
    const isTrusted = policy !== undefined;
    const given = { proof: proof.bytes, document: document?.bytes };
    const verdict = verifyEdition(provider, { ...given, policy: used, isTrusted });
    return withDocument(verdict, document?.bytes);
  }
  const bytes = dossier?.bytes ?? document?.bytes;
  if (bytes === undefined) return { state: 'nothing' };
  const { page, trustedRoots, nowMs } = checking;
  const verdict = await verifyDossier(provider, { bytes, page, policy, trustedRoots, nowMs });
  return verdict.outcome === 'refused'
    ? { state: 'checked', verdict }
    : { state: 'checked', verdict, contents: contentsOf(provider, bytes, verdict) };
}

function checkReceipt(
  bytes: Uint8Array,
  { provider, policy, ownPolicy }: Pick<Checking, 'provider' | 'policy' | 'ownPolicy'>,
): Checked {
  const used = policy ?? ownPolicy;
  if (used === undefined) return { state: 'needs-policy' };
  const verdict = verifySignature(provider, used, parseOr(bytes));
  return { state: 'signature', verdict, isTrusted: policy !== undefined };
}

/** What is no JSON is refused as what it is. */
function parseOr(bytes: Uint8Array): JsonValue {
  try {
    return parse(bytes);
  } catch {
    return null;
  }
}

type Accepted = Exclude<Verdict, { readonly outcome: 'refused' }>;

function contentsOf(provider: Provider, bytes: Uint8Array, verdict: Accepted): PageContents {
  const { manifest, member } = readDossier(provider, bytes);
  return {
    head: manifest,
    editions: verdict.editions.map(({ subject, number, hash = '' }) => ({
      ...{ number, hash, document: parse(member(`editions/${subject}.json`)) },
    })),
  };
}

function withDocument(verdict: Verdict, bytes: Uint8Array | undefined): Checked {
  if (verdict.outcome === 'refused' || bytes === undefined) return { state: 'checked', verdict };
  const { subject, editions } = verdict;
  const [own] = editions;
  const contents: PageContents = {
    head: {
      ...{ kind: '', subject, lang: '', address: '', publisher: '' },
      ...{ demonstration: false, singleReviewer: false },
      generator: { name: '', version: '', page: '' },
    },
    editions: [{ document: parse(bytes), number: own?.number ?? 0, hash: own?.hash ?? '' }],
  };
  return { state: 'checked', verdict, contents };
}

function parse(bytes: Uint8Array): JsonValue {
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
}
