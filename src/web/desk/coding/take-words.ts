import type { Actor } from '#accounts';
import { EvidenceRefusal, markPassage, markRegion, passageWords } from '#evidence';
import type { Tx } from '#platform/database';
import type { PlaceChoice } from './requests.ts';

/** The words, or the place in a picture or recording, that a request rests on. */
export interface CodedWords {
  readonly passage: string;
  /** Undefined where there are no words: what was seen or heard. */
  readonly words: string | undefined;
}

/**
 * Marks the words or the region of a request, or finds those marked before.
 *
 * @throws EvidenceRefusal `not-found` also when the words belong to another source than the page's.
 */
export async function takeWords(
  tx: Tx,
  actor: Actor,
  source: string,
  place: PlaceChoice,
): Promise<CodedWords> {
  const passage = await passageOf(tx, actor, place);
  const found = (await passageWords(tx, actor, [passage])).get(passage);
  if (found === undefined || found.source.uid !== source) {
    throw new EvidenceRefusal({ code: 'not-found', field: 'passage' });
  }
  return { passage, words: found.quote ?? undefined };
}

async function passageOf(tx: Tx, actor: Actor, place: PlaceChoice): Promise<string> {
  if ('passage' in place) return place.passage;
  if ('copy' in place) return (await markRegion(tx, actor, place.copy, place.region)).uid;
  return (await markPassage(tx, actor, place)).uid;
}
