import { foldForSearch } from './fold-for-search.ts';

// Letters by the sound that transliterations agree on. Vowels stand for nothing: scripts without them
// and spellings of them (Rasoulof, Rasulof) must meet. ق غ گ and gh q g are one, چ ش and ch sh as well.
const arabic: Readonly<Record<string, string>> = {
  ...{ ب: 'b', پ: 'p', ت: 't', ث: 's', ج: 'j', چ: 'S', ح: 'h', خ: 'h', د: 'd', ذ: 'z', ر: 'r' },
  ...{ ز: 'z', ژ: 'j', س: 's', ش: 'S', ص: 's', ض: 'z', ط: 't', ظ: 'z', غ: 'g', ف: 'f', ق: 'g' },
  ...{ ک: 'k', گ: 'g', ل: 'l', م: 'm', ن: 'n', ه: 'h', و: 'w', ی: 'y', ا: 'a', ع: 'a', ء: 'a' },
};

const cyrillic: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'w', г: 'g', д: 'd', е: 'a', ё: 'a', ж: 'j', з: 'z', и: 'a', й: 'y' },
  ...{ к: 'k', л: 'l', м: 'm', н: 'n', о: 'a', п: 'p', р: 'r', с: 's', т: 't', у: 'a', ф: 'f' },
  ...{ х: 'h', ц: 's', ч: 'S', ш: 'S', щ: 'S', ы: 'a', э: 'a', ю: 'y', я: 'y', і: 'a', ї: 'y' },
  ...{ є: 'y', ґ: 'g', ъ: '', ь: '' },
};

// Longer spellings first.
const latin: readonly (readonly [RegExp, string])[] = [
  [/dsch|dzh|dj/g, 'j'],
  [/tch|sch|ch|sh/g, 'S'],
  [/kh/g, 'h'],
  [/gh|q/g, 'g'],
  [/zh/g, 'j'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ck|c(?![eiy])/g, 'k'],
  [/c/g, 's'],
  [/x/g, 'ks'],
  [/v/g, 'w'],
  [/[eiou]/g, 'a'],
];

/**
 * Keys by which names are found in other spellings and other scripts, one for each word of a text:
 * the consonants, as Persian, Arabic, Cyrillic and Latin spellings share them. `Mohamad Rasoulof`,
 * `Mohammad Rasulof` and `محمد رسول‌اف` have the same keys. Words of other scripts are their own key.
 * For finding only: different names may share one.
 */
export function soundKeys(text: string): string[] {
  const words = foldForSearch(text).match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
  return [
    ...new Set(words.flatMap((word) => keyOf(Array.from(word).slice(0, longestWord).join('')))),
  ];
}

// An index takes no key of thousands of letters, and no name has such a word.
const longestWord = 80;

function keyOf(word: string): string[] {
  const spelled = Array.from(word.replaceAll("'", ''), (letter) => {
    return arabic[letter] ?? cyrillic[letter] ?? letter;
  }).join('');
  if (!/^[a-zS0-9]+$/.test(spelled)) return spelled === '' ? [] : [spelled];
  const sounds = latin.reduce((key, [spelling, sound]) => key.replaceAll(spelling, sound), spelled);
  const first = sounds.slice(0, 1);
  // A last h is mute in Persian, and written by some; و and ی are vowels except at the beginning.
  const rest = sounds.slice(1).replace(/h$/, '').replaceAll(/[awy]/g, '');
  return [`${first}${rest}`.replaceAll(/(.)\1+/g, '$1')];
}
