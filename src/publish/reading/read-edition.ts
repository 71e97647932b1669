import type { EditionDocument } from '#editions';
import { property } from '#record';
import type { Locale } from '#platform/languages';
import { drawTimeline, type Timeline } from '../drawings/timeline.ts';
import { drawReports, type ReportTree } from '../drawings/report-tree.ts';
import { drawFigures, type FigureChart } from '../drawings/figure-chart.ts';
import { indexEdition, orderSources, type EditionIndex } from './edition-index.ts';
import { readSource } from './evidence.ts';
import { groupFigures, type MeasuredGroup } from './figure-groups.ts';
import { lastReported } from './last-reported.ts';
import { readLetter } from './letter.ts';
import { addressOf, kindLabel, nameOf } from './names.ts';
import { readParts } from './parts.ts';
import { readProperties } from './properties.ts';
import type {
  LastReported,
  LetterReading,
  NameReading,
  PartReading,
  PropertyReading,
  SourceReading,
} from './reading.ts';

/** Figures of one property, in groups that may be compared, with a drawing for each. */
export interface FiguresReading {
  readonly property: PropertyReading;
  readonly groups: readonly (MeasuredGroup & { readonly chart: FigureChart })[];
}

/** An edition as one reader sees it: plain data in the reader's words, ready to be marked up. */
export interface SubjectReading {
  readonly uid: string;
  readonly kind: string;
  readonly kindLabel: string;
  readonly address: string;
  readonly name: NameReading;
  readonly occupations: readonly string[];
  readonly lastReported?: LastReported;
  readonly timeline?: Timeline;
  readonly facts: readonly PropertyReading[];
  readonly figures: readonly FiguresReading[];
  /** Accounts and affiliations that somebody claims and somebody denies. */
  readonly contested: readonly PropertyReading[];
  readonly acts: readonly PartReading[];
  readonly milestones: readonly PartReading[];
  readonly interventions: readonly PartReading[];
  readonly relations: readonly PartReading[];
  /** What the subject is said to have had a hand in. */
  readonly involvements: readonly PartReading[];
  readonly sources: readonly SourceReading[];
  readonly reports: ReportTree;
  readonly claimCount: number;
  /** The words, where the subject is a letter. */
  readonly letter?: LetterReading;
}

const contestedCodes: ReadonlySet<string> = new Set([
  'account',
  'accountDenied',
  'affiliationClaimed',
  'affiliationDenied',
]);

/**
 * Reads an edition for one reader: labels, dates and figures in their language, every value with
 * the claims, words and sources behind it. Pure: the same edition and language give the same result.
 */
export function readEdition(document: EditionDocument, locale: Locale): SubjectReading {
  const index = indexEdition(document, locale);
  const state = lastReported(index);
  const properties = readProperties(document.properties, index);
  const isFigure = (code: string) => property(code)?.valueType === 'figure';
  const timeline = drawTimeline(index);
  const letter = readLetter(document, locale);
  return {
    uid: document.subject,
    kind: document.kind,
    kindLabel: kindLabel(document.kind, index),
    address: addressOf(locale, document.kind, document.subject) ?? `/${locale}`,
    name: nameOf(document.subject, index),
    occupations: occupationsOf(properties),
    ...(state !== undefined && { lastReported: state }),
    ...(timeline !== undefined && { timeline }),
    figures: properties
      .filter(({ code }) => isFigure(code))
      .map((entry) => readFigures(entry, index)),
    contested: properties.filter(({ code }) => contestedCodes.has(code)),
    facts: properties.filter(({ code }) => !isFigure(code) && !contestedCodes.has(code)),
    acts: readParts(index, 'act'),
    milestones: readParts(index, 'milestone'),
    interventions: readParts(index, 'intervention'),
    relations: readParts(index, 'relation'),
    involvements: readParts(index, 'involvement'),
    sources: orderSources(document.sources).map((source) => readSource(source, index)),
    reports: drawReports(index),
    claimCount: document.claims.length,
    ...(letter !== undefined && { letter }),
  };
}

function occupationsOf(properties: readonly PropertyReading[]): string[] {
  const values = properties.find(({ code }) => code === 'occupation')?.values ?? [];
  return values.flatMap(({ shown }) => (shown.type === 'text' ? shown.text : []));
}

function readFigures(entry: PropertyReading, index: EditionIndex): FiguresReading {
  const groups = groupFigures(entry, index);
  // One scale for all groups of a property: a longer bar must never stand for a smaller number.
  const charts = drawFigures(groups.map(({ measured }) => measured));
  return {
    property: entry,
    groups: groups.map((group, position) => ({
      ...group,
      chart: charts[position] ?? { bars: [], ticks: [] },
    })),
  };
}
