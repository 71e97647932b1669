import { Refusal } from '#platform/errors';

export type EditionCode =
  | 'not-allowed'
  | 'not-found'
  /** A NUL, or half of a letter: no text can be kept with it. */
  | 'bad-characters'
  | 'decision-title-missing'
  | 'decision-basis-missing'
  | 'decision-basis-reason-missing'
  | 'decision-audience-missing'
  | 'decision-audience-narrower'
  | 'decision-risk-missing'
  | 'decision-review-missing'
  | 'decision-review-past'
  | 'decision-reason-class-missing'
  | 'decision-public-reason-missing'
  | 'decision-empty'
  | 'decision-made'
  | 'decision-own'
  | 'decision-comment-missing'
  | 'decision-changed'
  /** It was taken back once; publishing it again must be meant. */
  | 'decision-taken-back';

/** Expected refusals around decisions and editions. */
export class EditionRefusal extends Refusal<EditionCode> {
  override readonly name = 'EditionRefusal';
}
