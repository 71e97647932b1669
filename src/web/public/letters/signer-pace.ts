import { createPace, LetterRefusal } from '#letters';

// More than anybody needs who corrects a comma; each leaves a line in the journal of erasures that is kept for ever.
const pace = createPace({ most: 30, windowMs: 3_600_000, keyOf: (code) => code });

/**
 * Holds back who changes what hangs on one link again and again. Leaving and taking back are never held back.
 *
 * @throws LetterRefusal `sign-too-often`.
 */
export function takeSignerPace(code: string): void {
  if (!pace.take(code)) throw new LetterRefusal({ code: 'sign-too-often' });
}
