import { verifyTimestamp } from '@countersign/timestamp';
import { DossierFault } from './dossier-fault.ts';
import type { TimestampFinding } from './verdict.ts';
import type { ZipMember } from './zip-records.ts';

export interface TimestampTrust {
  /** DER of the roots one trusts, never taken from the dossier; undefined leaves tokens unchecked. */
  readonly trustedRoots: readonly Uint8Array[] | undefined;
  /** Milliseconds since 1970; a later time is refused. */
  readonly nowMs: number | undefined;
}

/**
 * Verifies tokens over a checkpoint (spec/dossier.md, "Timestamps").
 *
 * @throws DossierFault for a token that is not sound, with its member.
 */
export async function verifyTimestamps(
  members: readonly ZipMember[],
  checkpoint: Uint8Array,
  trust: TimestampTrust,
): Promise<TimestampFinding[]> {
  const findings: TimestampFinding[] = [];
  for (const member of members) findings.push(await verifyOne(member, checkpoint, trust));
  return findings;
}

async function verifyOne(
  { name: member, bytes: token }: ZipMember,
  checkpoint: Uint8Array,
  { trustedRoots, nowMs }: TimestampTrust,
): Promise<TimestampFinding> {
  if (trustedRoots === undefined) return { member, state: 'not-checked' };
  for (const [index, message] of signedForms(checkpoint).entries()) {
    const verdict = await verifyTimestamp({
      ...{ token, message, trustedRoots, form: 'as-received' },
      ...(nowMs !== undefined && { latestMs: nowMs }),
    });
    if (verdict.ok) {
      const { genTimeMs, accuracyMs, tsaName } = verdict;
      return { member, state: 'verified', genTimeMs, accuracyMs, authority: tsaName };
    }
    const isLast = index === signedForms(checkpoint).length - 1;
    if (verdict.code === 'imprint-mismatch' && !isLast) continue;
    if (verdict.code === 'crypto-unavailable') return { member, state: 'not-checked' };
    if (verdict.code === 'path-untrusted') return { member, state: 'untrusted' };
    throw new DossierFault(verdict.code, member, verdict.detail);
  }
  throw new DossierFault('imprint-mismatch', member, 'the checkpoint has no signature');
}

/**
 * The checkpoint as it stood when it was stamped: with its log's signature, and with as many of those
 * that followed as there were by then.
 */
function signedForms(checkpoint: Uint8Array): Uint8Array[] {
  const forms: Uint8Array[] = [];
  let isSignature = false;
  for (const [at, byte] of checkpoint.entries()) {
    if (byte !== 0x0a) continue;
    if (isSignature) forms.push(checkpoint.subarray(0, at + 1));
    else if (checkpoint[at + 1] === 0x0a) isSignature = true;
  }
  // The empty line itself ends no signature.
  return forms.slice(1);
}
