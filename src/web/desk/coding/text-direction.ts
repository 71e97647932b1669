const rightToLeft = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** The direction of a text by its language; `auto`, by its first letter, where that is not known. */
export function textDirection(language: string | null | undefined): 'ltr' | 'rtl' | 'auto' {
  if (language == null || language === '') return 'auto';
  try {
    const { script } = new Intl.Locale(language).maximize();
    return script === undefined ? 'auto' : rightToLeft.has(script) ? 'rtl' : 'ltr';
  } catch (error) {
    if (error instanceof RangeError) return 'auto';
    throw error;
  }
}
