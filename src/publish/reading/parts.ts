import type { PublicClaim, PublicPart } from '#editions';
import { property } from '#record';
import { firstClaim, type EditionIndex } from './edition-index.ts';
import { addressOf, earliestDay, kindLabel, nameOf, readName } from './names.ts';
import { readProperties } from './properties.ts';
import type { PartReading } from './reading.ts';
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

/** Parts of the subject by kind, the earliest first; undated ones at the end. */
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
  const address = addressOf(index.locale, part.kind, part.uid);
  return {
    uid: part.uid,
    kind: part.kind,
    role: definition?.valueType === 'entity' ? definition.inverse[index.locale] : '',
    heading: headingOf(part, index),
    ...(date !== undefined && { date: index.dates.shown(date) }),
    ...(address !== undefined && { address }),
    properties: readProperties(part.properties, index),
    parts: inner.map((one) => readPart(one, [], index)),
  };
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
  switch (shown.type) {
    case 'entity':
      return nameOf(claim.entity ?? '', index).text;
    case 'figure':
      return shown.figure.number;
    default:
      return shown.text;
  }
}

function sortKey(part: PublicPart, index: EditionIndex): string {
  return `${earliestDay(dateOf(part, index)) || '9999'} ${part.uid}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
