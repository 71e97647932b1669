import { sql } from 'kysely';
import type { Appearance } from '@countersign/letter';
import { may, type Actor } from '#accounts';
import type { Db } from '#platform/database';
import type { AsideReason } from '../signing/form-lists.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { inGroup, type Group } from './group.ts';
import { hostOf } from './rules.ts';
import { fraudTarget, openPerson } from './read-fraud-desk.ts';

/** What would be set aside or counted, before anybody decides. */
export interface FraudGroupView {
  readonly counts: readonly {
    readonly state: 'confirmed' | 'aside' | 'waiting' | 'held';
    readonly appearance: Appearance;
    readonly signed: number;
  }[];
  /** At most ten of those confirmed or set aside, spread over the group. */
  readonly sample: readonly SampledSigner[];
  /** Mail host, of a group of five at least that has only one. */
  readonly host: string | undefined;
  /** To be handed back: what comes in later is not touched. */
  readonly until: Date;
  readonly mayDecide: boolean;
}

/** No more of a signer than they agreed that organisers see; of those who are only counted, nothing. */
export interface SampledSigner {
  readonly uid: string;
  readonly state: 'confirmed' | 'aside';
  readonly appearance: Appearance;
  readonly name: string;
  readonly credit: string;
  readonly country: string;
  readonly confirmedAt: Date;
  readonly reasons: readonly AsideReason[];
}

const sampled = 10;

/** @returns undefined of a letter that is not for this actor. */
export async function readFraudGroup(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  group: Group,
  until: Date,
): Promise<FraudGroupView | undefined> {
  const target = await fraudTarget(db, actor, sealer, letter);
  if (target === undefined) return undefined;
  const of = sql`${inGroup(target.id, group)} and g.received_at <= ${until}`;
  const [counts, sample] = await Promise.all([
    sql<FraudGroupView['counts'][number]>`
      select g.state, g.appearance, count(*)::integer as signed from letter_signature g
      where ${of} group by g.state, g.appearance order by g.state, g.appearance`.execute(db),
    sql<SampledRow>`
      select g.uid, g.state, g.appearance, g.person, g.confirmed_at as "confirmedAt",
        coalesce(a.reasons, '{}') as reasons
      from letter_signature g left join signature_aside a on a.signature_id = g.id
      where ${of} and g.state in ('confirmed','aside')
      order by g.link limit ${sampled}`.execute(db),
  ]);
  const total = counts.rows.reduce((sum, { signed }) => sum + signed, 0);
  const opened = sample.rows.map(({ person, ...row }) => ({
    row,
    person: openPerson(target.keys, person, row.uid),
  }));
  const hosts = new Set(opened.map(({ person }) => hostOf(person.address)));
  const [host] = hosts;
  return {
    counts: counts.rows,
    // By a hash, which is as good as by lot and the same each time.
    sample: opened.map(({ row, person: { name, credit, country } }) => ({
      ...row,
      ...{ name, credit, country },
    })),
    host: group.by === 'domain' && total >= 5 && hosts.size === 1 ? host : undefined,
    until,
    mayDecide: may(actor, 'letter.decide', { scopeId: target.scopeId }),
  };
}

type SampledRow = Omit<SampledSigner, 'name' | 'credit' | 'country'> & { readonly person: string };
