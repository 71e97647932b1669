import { createAccount, createPartner, type Actor, type Role } from '#accounts';
import type { Tx } from '#platform/database';

/** Who is said to have made the sample. Nobody can sign in as one of them. */
export interface SampleTeam {
  readonly documenter: Actor;
  readonly reviewer: Actor;
  readonly administrator: Actor;
  /** Scope of a partner group that the documenter works with. */
  readonly partnerScope: number;
}

export async function loadTeam(tx: Tx): Promise<SampleTeam> {
  const documenter = await sampleAccount(tx, 'documenter', ['documenter']);
  const reviewer = await sampleAccount(tx, 'reviewer', ['reviewer', 'documenter']);
  const administrator = await sampleAccount(tx, 'administrator', ['administrator', 'reviewer']);
  const partner = await createPartner(tx, administrator, { name: 'Sample partner group' });
  return {
    // Only for the work of this transaction: afterwards the account is nobody's.
    documenter: { ...documenter, scopes: [...documenter.scopes, partner.scopeId] },
    reviewer,
    administrator,
    partnerScope: partner.scopeId,
  };
}

// Suspended from the start, under a domain that never exists (RFC 2606).
async function sampleAccount(tx: Tx, name: string, roles: readonly Role[]): Promise<Actor> {
  return createAccount(tx, {
    name: `Sample ${name}`,
    email: `${name}@sample.invalid`,
    roles,
    inTeam: true,
    locale: 'en',
    state: 'suspended',
  });
}
