import { sql } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import { asUid, type Db } from '#platform/database';
import type { AsideReason } from '../signing/form-lists.ts';

// Everything here works on a reader's connection: it sees the views of the schema `published` only.

/** One line of the ledger: how many, and never who. */
export interface LedgerLine {
  /** ISO 8601. */
  readonly day: string;
  readonly act: 'aside' | 'restored' | 'erased';
  readonly reason: AsideReason;
  /** By a rule, not by a person's decision; told when the day is over. */
  readonly byRule: boolean;
  readonly signed: number;
}

/** How many confirmed on a day in one class; none of fewer than five. */
export interface DayFigure {
  readonly day: string;
  readonly appearance: Appearance;
  readonly verification: Verification;
  readonly signed: number;
}

/** How many of a country had agreed to be shown by the end of a day, in steps of five. */
export interface CountryFigure {
  readonly day: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly signed: number;
}

/** What a letter tells of signatures that were set aside, and what outsiders need to find others. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  readonly days: readonly DayFigure[];
  readonly countries: readonly CountryFigure[];
}

/** The ledger of a public letter, the newest first; empty of any other. */
export async function readLedger(db: Db, letter: string): Promise<Ledger> {
  const uid = asUid(letter);
  const [lines, days, countries] = await Promise.all([
    sql<LedgerLine>`
      select day::text, act, reason, by_rule as "byRule", signed from published.letter_aside
      where letter = ${uid} order by day desc, act, reason, by_rule`.execute(db),
    sql<DayFigure>`
      select day::text, appearance, verification, signed from published.letter_day
      where letter = ${uid} order by day desc, appearance, verification`.execute(db),
    sql<CountryFigure>`
      select day::text, country, signed from published.letter_country
      where letter = ${uid} order by day desc, signed desc, country`.execute(db),
  ]);
  return { lines: lines.rows, days: days.rows, countries: countries.rows };
}
