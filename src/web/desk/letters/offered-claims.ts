import type { Shown, ToldValue } from '#publish';
import { foldForSearch } from '#platform/languages';

/**
 * What a page tells, for words of a letter to rest on. Figures come first, because readers ask about them
 * first; then what is told of one thing stands together, in the order of the page. Pure.
 *
 * @param only words in any spelling, each of which must stand in the claim or in what it tells of.
 */
export function offeredClaims(told: readonly ToldValue[], only: string): ToldValue[] {
  // The same claim may be told in two places of a page.
  const once = [...new Map(told.map((one) => [one.value.uid, one])).values()];
  const words = foldForSearch(only).split(/\s+/u).filter(Boolean);
  const groups = Map.groupBy(once.filter(holdsAll), groupOf);
  return [...groups]
    .toSorted(([one], [other]) => Number(one !== '') - Number(other !== ''))
    .flatMap(([, members]) => members);

  function holdsAll({ label, value }: ToldValue): boolean {
    const text = foldForSearch(`${label} ${textOf(value.shown)}`);
    return words.every((word) => text.includes(word));
  }
}

/** Empty for figures, else whom or what it is about: labels of parts begin with their heading. */
function groupOf({ label, value }: ToldValue): string {
  if (value.shown.type === 'figure') return '';
  return label.split(' · ', 1)[0] ?? label;
}

function textOf(shown: Shown): string {
  switch (shown.type) {
    case 'text':
    case 'date':
    case 'link':
      return shown.text;
    case 'entity':
      return shown.name.text;
    case 'figure':
      return `${shown.figure.number} ${shown.figure.counted} ${shown.figure.unit}`;
  }
}
