import { sql } from 'kysely';
import { asCount, type Db } from '#platform/database';
import { scopesOf, teamScope, type Actor } from '#accounts';

export interface DecisionSummary {
  readonly uid: string;
  readonly kind: string;
  readonly title: string;
  readonly state: string;
  readonly author: string;
  readonly authorUid: string;
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reviewOn: string | null;
  /** Approved, and the day on which it was to be looked at again is past (UTC). */
  readonly overdue: boolean;
  readonly subjects: number;
  /** How many of its editions readers see now although the record has changed since. */
  readonly doubted: number;
}

// Reasons, risks and comments are the team's, and so are the documents before they are published.
export function isForTeam(actor: Actor) {
  return scopesOf(actor).includes(teamScope) ? sql`true` : sql`false`;
}

export interface DecisionFilter {
  /** Only what waits for a second person, or only what is due to be looked at again. */
  readonly show?: 'open' | 'overdue';
  /** 50 unless said, 1,000 at most. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface DecisionList {
  readonly decisions: readonly DecisionSummary[];
  readonly total: number;
  /** How many are overdue, and how many wait for a second person, whatever is shown. */
  readonly overdue: number;
  readonly open: number;
}

const isOverdue = sql<boolean>`(d.state = 'approved' and d.review_on is not null
  and d.review_on < (now() at time zone 'UTC')::date)`;

/** Decisions, the open ones first, then the newest; none for somebody outside the team. */
export async function listDecisions(
  db: Db,
  actor: Actor,
  { show, limit = 50, offset = 0 }: DecisionFilter = {},
): Promise<DecisionList> {
  const shown =
    show === 'open' ? sql`d.state = 'proposed'` : show === 'overdue' ? isOverdue : sql`true`;
  const [page, counts] = await Promise.all([
    sql<DecisionSummary>`
      select d.uid, d.kind, d.title, d.state, a.name as author, a.uid as "authorUid",
        d.created_at as "createdAt", b.name as "decidedBy", d.decided_at as "decidedAt",
        d.review_on as "reviewOn", ${isOverdue} as overdue,
        (select count(*)::int from decision_subject s where s.decision_id = d.id) as subjects,
        (select count(*)::int from edition_decision e
         join published.subject p on p.edition = e.edition
         where e.decision_id = d.id
           and exists (select from edition_doubt o where o.subject = e.subject
             and (o.compared_at is not null or o.cause in ('claim','passage')))) as doubted
      from decision d join account a on a.id = d.author_id left join account b on b.id = d.decided_by
      where ${isForTeam(actor)} and ${shown}
      order by d.state <> 'proposed', d.id desc
      limit ${asCount(limit, 1_000)} offset ${asCount(offset, 1e9)}`.execute(db),
    sql<{ total: number; overdue: number; open: number }>`
      select (count(*) filter (where ${shown}))::int as total,
        (count(*) filter (where ${isOverdue}))::int as overdue,
        (count(*) filter (where d.state = 'proposed'))::int as open
      from decision d where ${isForTeam(actor)}`.execute(db),
  ]);
  const { total = 0, overdue = 0, open = 0 } = counts.rows[0] ?? {};
  return { decisions: page.rows, total, overdue, open };
}
