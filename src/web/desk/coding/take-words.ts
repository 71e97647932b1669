import type { Actor } from '#accounts';
import { EvidenceRefusal, markPassage, passageWords } from '#evidence';
import type { Tx } from '#platform/database';
import type { PlaceChoice } from './requests.ts';

/** The words a request rests on. */
export interface CodedWords {
  readonly passage: string;
  readonly words: string;
}

/**
 * Marks the words of a request, or finds those marked before.
 *
 * @throws EvidenceRefusal `not-found` also when the words belong to another source than the page's.
 */
export async function takeWords(
  tx: Tx,
  actor: Actor,
  source: string,
  place: PlaceChoice,
): Promise<CodedWords> {
  const passage = 'passage' in place ? place.passage : (await markPassage(tx, actor, place)).uid;
  const found = (await passageWords(tx, actor, [passage])).get(passage);
  if (found === undefined || found.source.uid !== source) {
    throw new EvidenceRefusal({ code: 'not-found', field: 'passage' });
  }
  return { passage, words: found.quote ?? '' };
}
