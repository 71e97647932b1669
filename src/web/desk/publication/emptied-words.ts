import type { Locale } from '#platform/languages';
import { readEdition } from '#publish';
import type { EmptiedPage } from '#record';

/** A page that would stay public as good as empty, by the name readers know it by. */
export interface EmptiedWords {
  readonly uid: string;
  readonly text: string;
  readonly left: EmptiedPage['left'];
  /** Only if the words whose boxes are ticked go as well. */
  readonly ifTicked: boolean;
}

export function emptiedInWords(
  pages: readonly EmptiedPage[],
  locale: Locale,
  ifTicked = false,
): EmptiedWords[] {
  return pages.map(({ subject: uid, before, left }) => ({
    ...{ uid, left, ifTicked, text: readEdition(before, locale).name.text },
  }));
}
