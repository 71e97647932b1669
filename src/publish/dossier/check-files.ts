import {
  readDossier,
  verifyDossier,
  verifyEdition,
  type PageContents,
  type PageChecker,
  type Verdict,
} from '@countersign/dossier';
import type { JsonValue, Policy, Provider } from '@countersign/proof';
import type { SortedFiles } from './given-files.ts';

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
  /** A proof alone names no keys. */
  | { readonly state: 'needs-policy' }
  | { readonly state: 'nothing' };

export async function checkFiles(files: SortedFiles, checking: Checking): Promise<Checked> {
  const { provider, policy, ownPolicy } = checking;
  const { dossier, proof, document } = files;
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
