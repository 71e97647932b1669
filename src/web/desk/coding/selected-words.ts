import type { PlaceChoice } from './requests.ts';
import type { Stretch } from './sentences.ts';

/** The words a form rests on. */
export interface SelectedWords {
  readonly text: string;
  /** In UTF-16 units of the text on the page; empty for words of another text. */
  readonly stretch: Stretch;
  /** As it is saved. Undefined: no words are needed. */
  readonly place: PlaceChoice | undefined;
  /** Whether the form may take the focus: not on a phone, where the keyboard would cover the text. */
  readonly takesFocus: boolean;
}
