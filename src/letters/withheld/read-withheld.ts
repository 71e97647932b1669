import { sql } from 'kysely';
import type { WithheldRule } from '@countersign/letter';
import { spokenDigest, type Organisation } from '@countersign/withheld';
import { may, scopesOf, type Actor } from '#accounts';
import { asUid, type Db } from '#platform/database';
import type { HeldRound } from './ceremony.ts';
import { dayOf } from './groups.ts';

/** Fewest of one rule that are told apart. */
const fewest = 5;

/** Who chose one rule. */
export interface RuleCount {
  readonly rule: WithheldRule;
  readonly signed: number;
}

/** What a letter's page says of withheld names. */
export interface WithheldFacts {
  /** Null where names cannot be withheld (any more). */
  readonly panel: PublicPanel | null;
  /** Rules that five or more chose. */
  readonly rules: readonly RuleCount[];
  /** Whose rule was not met in time. */
  readonly expired: number;
}

export interface PublicPanel {
  readonly letter: string;
  readonly need: number;
  readonly organisations: readonly Organisation[];
  readonly until: string;
  readonly digest: string;
  /** Guilds and houses, as the list spells them, of which a rule can count the names. */
  readonly guilds: readonly string[];
  /** Nothing can be withheld any more. */
  readonly isOver: boolean;
}

/** On a reader's connection. @returns nothing of a letter that is not public. */
export async function readWithheld(db: Db, letter: string, now: Date): Promise<WithheldFacts> {
  const uid = asUid(letter);
  const [panels, rules, expired] = await Promise.all([
    sql<PublicPanel>`
      select letter, need, organisations, until, digest, guilds, until < ${dayOf(now)} as "isOver"
      from published.letter_panel where letter = ${uid}`.execute(db),
    sql<RuleCount>`
      select rule, signed from published.letter_withheld where letter = ${uid}
      order by signed desc, rule`.execute(db),
    sql<{ signed: number }>`
      select signed from published.letter_expired where letter = ${uid}`.execute(db),
  ]);
  return {
    panel: panels.rows[0] ?? null,
    rules: rules.rows,
    expired: expired.rows[0]?.signed ?? 0,
  };
}

/** What the desk sees of withheld names: numbers, and no name. */
export interface WithheldDesk {
  readonly panel:
    | (Omit<PublicPanel, 'isOver' | 'letter'> & {
        /** Public id of the account that set it. */
        readonly setBy: string;
        /** Another person looked at it; before, nobody is offered it. */
        readonly isConfirmed: boolean;
      })
    | null;
  /** Whether the panel can still be set. */
  readonly canSet: boolean;
  readonly total: number;
  /** Of rules that five or more chose; the others are one number. */
  readonly rules: readonly RuleCount[];
  readonly others: number;
  /** Names that are shown now. */
  readonly named: number;
  /** Whose signers do not want to be opened, and whose seal was made wrong. */
  readonly kept: number;
  readonly spoiled: number;
  readonly expired: number;
  readonly round:
    | (Pick<HeldRound, 'uid' | 'state'> & {
        /** Of the newest request, as people read it to each other. */
        readonly digest: string | null;
        readonly dueAt: Date | null;
        readonly names: number;
        readonly opened: number;
        readonly importedBy: string | null;
      })
    | null;
}

/** @returns undefined for who does not work on this letter. */
export async function readWithheldDesk(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<WithheldDesk | undefined> {
  if (!may(actor, 'letter.write')) return undefined;
  const { rows } = await sql<DeskRow>`
    select l.id, case when p.letter_id is null then null else jsonb_build_object('need', p.need,
        'organisations', p.organisations, 'until', p.until, 'digest', p.digest, 'guilds', p.guilds,
        'setBy', (select a.uid from account a where a.id = p.set_by),
        'isConfirmed', p.confirmed_at is not null) end as panel,
      s.letter_id is null or s.state = 'planned'
        or (p.letter_id is not null and p.confirmed_at is null) as "canSet",
      (select coalesce(sum(signed), 0)::integer from letter_tally t
        where t.letter_id = l.id and t.appearance = 'named' and t.affirms = 'first') as named,
      (select coalesce(sum(signed), 0)::integer from letter_left e
        where e.letter_id = l.id and e.how = 'expired') as expired
    from letter l left join letter_panel p on p.letter_id = l.id
    left join letter_signing s on s.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { id, ...facts } = row;
  const [counts, round] = await Promise.all([readCounts(db, id), readRound(db, id)]);
  return { ...facts, ...counts, round };
}

type DeskRow = Pick<WithheldDesk, 'panel' | 'canSet' | 'named' | 'expired'> & {
  readonly id: string;
};

async function readCounts(db: Db, id: string) {
  const { rows } = await sql<RuleCount & { kept: number; spoiled: number }>`
    select w.rule, count(*)::integer as signed, count(*) filter (where w.kept)::integer as kept,
      count(*) filter (where w.spoiled)::integer as spoiled
    from letter_withheld w join letter_signature g on g.id = w.signature_id
    where w.letter_id = ${id} and g.state = 'confirmed' and g.affirms = 'first'
    group by w.rule order by signed desc, w.rule`.execute(db);
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((all, row) => all + of(row), 0);
  const told = rows.filter(({ signed }) => signed >= fewest);
  const total = sum(({ signed }) => signed);
  return {
    ...{ total, kept: sum(({ kept }) => kept), spoiled: sum(({ spoiled }) => spoiled) },
    rules: told.map(({ rule, signed }) => ({ rule, signed })),
    others: total - told.reduce((all, { signed }) => all + signed, 0),
  };
}

async function readRound(db: Db, id: string): Promise<WithheldDesk['round']> {
  const { rows } = await sql<NonNullable<WithheldDesk['round']>>`
    select r.uid, r.state, r.digest, r.due_at as "dueAt", a.uid as "importedBy",
      (select count(*)::integer from letter_withheld w where w.round_id = r.id) as names,
      (select count(*)::integer from letter_withheld w where w.round_id = r.id
        and w.opened is not null) as opened
    from letter_round r left join account a on a.id = r.imported_by
    where r.letter_id = ${id} and r.state not in ('opened','ended')`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { digest } = row;
  return { ...row, digest: digest && spokenDigest(Buffer.from(digest, 'base64')) };
}
