import type { PublicClaim, PublicPart } from '#editions';
import { milestone, property } from '#record';
import { firstClaim, type EditionIndex } from './edition-index.ts';
import { addressOf, earliestDay, kindLabel, readName } from './names.ts';
import { readProperties } from './properties.ts';
import type { HeadingReading, PartReading, PropertyReading, ValueReading } from './reading.ts';
import { readValue } from './values.ts';

/** Properties that name what a part is, tried in order. */
const headings: Readonly<Record<string, readonly string[]>> = {
  act: ['actType', 'description'],
  milestone: ['milestoneType', 'description'],
  intervention: ['title', 'interventionType', 'description'],
  relation: ['relationshipType', 'role'],
  involvement: ['perpetrator', 'perpetratorType'],
};

const dates = ['startDate', 'date', 'endDate', 'reportedUntil'];

/** Parts of the subject by kind, the earliest first; undated ones at the end, as the law orders them. */
export function readParts(index: EditionIndex, kindCode: string): PartReading[] {
  const { parts } = index.document;
  return parts
    .filter((part) => part.kind === kindCode && part.of === undefined)
    .toSorted((a, b) => compareText(sortKey(a, index), sortKey(b, index)))
    .map((part) =>
      readPart(
        part,
        parts.filter((inner) => inner.of === part.uid),
        index,
      ),
    );
}

function readPart(
  part: PublicPart,
  inner: readonly PublicPart[],
  index: EditionIndex,
): PartReading {
  const date = dateOf(part, index);
  const definition = property(part.by);
  const hasPage = index.entities.get(part.uid)?.page === true;
  const address = hasPage ? addressOf(index.locale, part.kind, part.uid) : undefined;
  // Said before the rows: the first mention of a day is the one in the heading.
  const shownDate = date === undefined ? undefined : index.dates.shown(date);
  const all = readProperties(part.properties, index);
  const headed = headingOver(part, all, index);
  const told = new Set(headed?.codes);
  // An inner part stands within what it belongs to.
  if (part.of !== undefined) told.add(part.by);
  return {
    uid: part.uid,
    kind: part.kind,
    role: definition?.valueType === 'entity' ? definition.inverse[index.locale] : '',
    heading: headingOf(part, index),
    ...(shownDate !== undefined && { date: shownDate }),
    ...(address !== undefined && { address }),
    ...(headed !== undefined && { headed: headed.reading }),
    properties: all.filter(({ code }) => !told.has(code)),
    parts: inner.map((one) => readPart(one, [], index)),
  };
}

/**
 * The heading with what it rests on. The day and the subject itself are told with it where the same
 * words say them: forty acts would otherwise repeat their source three times each.
 *
 * @returns undefined where the heading is disputed or no value of one property.
 */
function headingOver(
  part: PublicPart,
  properties: readonly PropertyReading[],
  index: EditionIndex,
): { readonly reading: HeadingReading; readonly codes: readonly string[] } | undefined {
  const heading = (headings[part.kind] ?? [])
    .map((code) => properties.find((entry) => entry.code === code))
    .find((entry) => entry !== undefined);
  const value = heading === undefined ? undefined : onlyValue(heading);
  if (heading === undefined || value === undefined) return undefined;
  const basis = basisOf(value.uid, index);
  const same = properties.filter(
    (entry) =>
      entry !== heading &&
      (dates.includes(entry.code) || entry.code === part.by) &&
      onlyValue(entry)?.claims.length === 1 &&
      basisOf(onlyValue(entry)?.uid, index) === basis,
  );
  return {
    reading: {
      value,
      same: same.flatMap(({ label, values }) =>
        values.map(({ uid, shown }) => ({ uid, label, shown })),
      ),
    },
    codes: [heading, ...same].map(({ code }) => code),
  };
}

function onlyValue({ values, others }: PropertyReading): ValueReading | undefined {
  return values.length === 1 && others.length === 0 ? values[0] : undefined;
}

/** What a claim rests on, as one comparable text: words and chain. */
function basisOf(uid: string | undefined, index: EditionIndex): string {
  const claim = index.claims.get(uid ?? '');
  return JSON.stringify([claim?.passage ?? uid, claim?.chain]);
}

/** The day a part carries, EDTF. */
export function dateOf(part: PublicPart, index: EditionIndex): string | undefined {
  for (const code of dates) {
    const claim = firstClaim(part.properties, code, index);
    if (claim !== undefined) return claim.value;
  }
  return undefined;
}

/** What a part is, in a few words. */
export function headingOf(part: PublicPart, index: EditionIndex): string {
  const codes = headings[part.kind] ?? [];
  for (const code of codes) {
    const named = code === 'title' ? titleOf(part, index) : undefined;
    if (named !== undefined) return named;
    const claim = firstClaim(part.properties, code, index);
    if (claim !== undefined) return inWords(claim, index);
  }
  return kindLabel(part.kind, index);
}

function titleOf(part: PublicPart, index: EditionIndex): string | undefined {
  const shown = part.properties.find((entry) => entry.property === 'title')?.shown ?? [];
  const claims = shown.flatMap((value) => index.claims.get(value.claims[0] ?? '') ?? []);
  const names = Object.fromEntries(claims.map((claim) => [claim.language ?? '', claim.value]));
  return readName(names, index.locale)?.text;
}

function inWords(claim: PublicClaim, index: EditionIndex): string {
  const shown = readValue(claim, index);
  if (shown.type === 'entity') return shown.name.text;
  return shown.type === 'figure' ? shown.figure.number : shown.text;
}

// Undated steps of proceedings in the order that the law has them: a sentence before the appeal. The same
// breaks ties of one day.
function sortKey(part: PublicPart, index: EditionIndex): string {
  const day = earliestDay(dateOf(part, index)) || '9999';
  return `${day} ${legalPlace(part, index)} ${part.uid}`;
}

const lastPlace = 999;

function legalPlace(part: PublicPart, index: EditionIndex): string {
  const code = firstClaim(part.properties, 'milestoneType', index)?.value;
  return String(milestone(code ?? '')?.order ?? lastPlace).padStart(3, '0');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
