import { toChain, toChoice, type DraftLink, type Picked } from './draft.ts';
import type { ActRequestInput, PlaceChoice } from './requests.ts';

/** An act as it is being typed. Plain data: it is kept in the browser until it is saved. */
export interface ActDraft {
  /** The act on record of which this is said; undefined for a new act. */
  readonly onto?: Picked | undefined;
  readonly actType: string;
  readonly victims: readonly Picked[];
  readonly perpetrators: readonly Picked[];
  readonly degree: string;
  readonly event?: Picked | undefined;
  readonly where?: Picked | undefined;
  readonly date: string;
  readonly statedReason: string;
  readonly certainty: string;
  readonly chain: readonly DraftLink[];
}

export function emptyAct(chain: readonly DraftLink[]): ActDraft {
  return {
    actType: '',
    victims: [],
    perpetrators: [],
    degree: '',
    date: '',
    statedReason: '',
    certainty: 'unknown',
    chain,
  };
}

/**
 * The request that saves an act.
 *
 * @returns undefined while it is not said what was done, or to whom; of an act on record, while nothing is.
 */
export function toActRequest(
  draft: ActDraft,
  place: PlaceChoice,
  basis: 'coded' | 'seen',
): ActRequestInput | undefined {
  const { onto, actType, victims, perpetrators, degree, event, where, date, statedReason } = draft;
  if (!isEnough(draft)) return undefined;
  return {
    place,
    ...(onto?.uid !== undefined && { onto: onto.uid }),
    actType,
    victims: victims.map(toChoice),
    perpetrators: perpetrators.map((entity) => ({
      entity: toChoice(entity),
      ...(degree !== '' && { degree }),
    })),
    ...(event !== undefined && { event: toChoice(event) }),
    ...(where !== undefined && { where: toChoice(where) }),
    ...(date.trim() !== '' && { date }),
    ...(statedReason.trim() !== '' && { statedReason }),
    basis,
    certainty: draft.certainty,
    chain: toChain(draft.chain),
  };
}

function isEnough({ onto, actType, victims, ...more }: ActDraft): boolean {
  if (onto === undefined) return actType !== '' && victims.length > 0;
  const { perpetrators, event, where, date, statedReason } = more;
  const isSaid = [actType, date.trim(), statedReason.trim()].some((text) => text !== '');
  return isSaid || [...victims, ...perpetrators].length > 0 || (event ?? where) !== undefined;
}
