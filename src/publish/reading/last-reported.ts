import { milestone } from '#record';
import type { PublicClaim, PublicPart } from '#editions';
import { firstClaim, type EditionIndex } from './edition-index.ts';
import { latestDay } from './names.ts';
import { readProperties } from './properties.ts';
import type { LastReported } from './reading.ts';

interface Candidate {
  readonly day: string;
  readonly order: number;
  /** A death: no later report of a state can follow it. */
  readonly final: boolean;
  readonly reading: () => LastReported | undefined;
}

/**
 * The state of a person as it was last reported: that of the latest milestone that leaves no doubt
 * about it, or the state a later source names. A report of a day says nothing about today.
 *
 * @returns undefined where no dated report tells a state.
 */
export function lastReported(index: EditionIndex): LastReported | undefined {
  if (index.document.kind !== 'person') return undefined;
  const milestones = index.document.parts
    .filter((part) => part.kind === 'milestone' && part.by === 'person')
    .flatMap((part) => fromMilestone(part, index) ?? []);
  const candidates = [...milestones, ...fromStatus(index), ...fromDeath(index)].filter(
    ({ day }) => day !== '',
  );
  const [latest] = candidates.toSorted(
    (a, b) => Number(b.final) - Number(a.final) || b.day.localeCompare(a.day) || b.order - a.order,
  );
  return latest?.reading();
}

function fromMilestone(part: PublicPart, index: EditionIndex): Candidate | undefined {
  const type = firstClaim(part.properties, 'milestoneType', index);
  const known = type === undefined ? undefined : milestone(type.value);
  const custody = known?.effect;
  if (known === undefined || custody === undefined) return undefined;
  const until = firstClaim(part.properties, 'reportedUntil', index);
  const on =
    until?.value ?? firstClaim(part.properties, 'date', index)?.value ?? dayOfReport(type, index);
  if (on === undefined) return undefined;
  return {
    day: latestDay(on),
    order: known.order,
    final: custody === 'dead',
    reading: () => {
      const date = index.dates.shown(on);
      const property = readProperties(part.properties, index).find(
        ({ code }) => code === (until === undefined ? 'milestoneType' : 'reportedUntil'),
      );
      const [value] = property?.values ?? [];
      if (value === undefined) return undefined;
      return { custody, date, value };
    },
  };
}

/** Where nobody says when a state held, it held at the latest when it was reported. */
function dayOfReport(claim: PublicClaim | undefined, index: EditionIndex): string | undefined {
  return index.sources.get(claim?.source ?? '')?.published;
}

function fromStatus(index: EditionIndex): Candidate[] {
  const claim = firstClaim(index.document.properties, 'reportedStatus', index);
  const valid = claim?.valid ?? dayOfReport(claim, index);
  if (claim === undefined || valid === undefined) return [];
  const reading = () => {
    const date = index.dates.shown(valid);
    const property = readProperties(index.document.properties, index).find(
      ({ code }) => code === 'reportedStatus',
    );
    const [value] = property?.values ?? [];
    if (value === undefined) return undefined;
    const label = index.termLabel('victim-statuses', claim.value);
    return { label, date, value };
  };
  return [{ day: latestDay(valid), order: 0, final: false, reading }];
}

function fromDeath(index: EditionIndex): Candidate[] {
  const claim = firstClaim(index.document.properties, 'deathDate', index);
  if (claim === undefined) return [];
  const reading = () => {
    const date = index.dates.shown(claim.value);
    const property = readProperties(index.document.properties, index).find(
      ({ code }) => code === 'deathDate',
    );
    const [value] = property?.values ?? [];
    if (value === undefined) return undefined;
    return { custody: 'dead', date, value };
  };
  return [{ day: latestDay(claim.value), order: 0, final: true, reading }];
}
