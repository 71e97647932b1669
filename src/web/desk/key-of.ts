/** What of a keyboard event says which key it was. */
export type KeyPressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>;

/**
 * The key as our shortcuts name it: `j`, `A` with Shift held, `/`, `Enter`.
 *
 * A keyboard set to Persian, Russian or Greek types letters of its own; then the letter counts that
 * stands on the same key of a Latin keyboard. One that types Latin letters is believed, wherever it
 * has them. Caps Lock is not Shift: `A` decides more than `a`.
 */
export function keyOf({ key, code, shiftKey }: KeyPressed): string {
  const letter = /^[a-z]$/i.test(key) ? key : letterAt(key, code);
  if (letter !== undefined) return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
  return key === '؟' ? '?' : key;
}

function letterAt(key: string, code: string): string | undefined {
  const typesOther = key === 'Dead' || /^\P{ASCII}+$/u.test(key);
  return typesOther ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
}
