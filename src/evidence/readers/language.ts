import { eld } from 'eld/extrasmall';

export interface DetectedLanguage {
  /** BCP 47. */
  readonly language: string;
  readonly reliable: boolean;
}

/** What is looked at of a long text, in UTF-16 units, from its middle: ends hold names and notices. */
const sampleLength = 4_000;

/**
 * The language most of the text is in, or undefined when there is nothing to go by. Importing this
 * module costs about 90 MB of memory and 0.2 s, so it is done in the reading process only.
 */
export function detectLanguage(text: string): DetectedLanguage | undefined {
  const from = Math.max(0, Math.floor((text.length - sampleLength) / 2));
  const sample = text.slice(from, from + sampleLength).toWellFormed();
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 3) return undefined;
  const byLetters = arabicScriptLanguage(sample, letters);
  if (byLetters !== undefined) return { language: byLetters, reliable: letters >= 20 };
  const found = eld.detect(sample);
  if (found.language === '') return undefined;
  // The detector's Kurdish is trained on Sorani only; Kurmanji in Latin letters it does not know.
  if (found.language === 'ku') return { language: 'ckb', reliable: false };
  return { language: found.language, reliable: letters >= 20 && found.isReliable() };
}

/**
 * Pashto, Sorani and Sindhi, which the detector takes for Persian, by letters that only they have;
 * a share of 1.5 % is well above what names in a Persian text bring in.
 */
function arabicScriptLanguage(sample: string, letters: number): string | undefined {
  const least = Math.max(2, letters * 0.015);
  if (count(sample, /[ټډړږښځڅۍڼ]/g) >= least && count(sample, /[ہھے]/g) < least) return 'ps';
  if (count(sample, /[ێۆڵڕ]/g) >= least) return 'ckb';
  if (count(sample, /[ڄڃڇڏڌڊڍڙڦڪڱڳ]/g) >= least) return 'sd';
  return undefined;
}

function count(sample: string, letters: RegExp): number {
  return sample.match(letters)?.length ?? 0;
}
