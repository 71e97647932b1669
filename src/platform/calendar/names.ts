import { foldForSearch, type Locale } from '#platform/languages';
import type { CalendarName } from './day.ts';

// Written out rather than taken from Intl: they must be the same in every browser and Node, because
// the same words are read back, and Intl knows no transliterated Solar Hijri months in French.

/** Month names as they are printed; index 0 is the calendar's first month. */
export const monthNames: Readonly<
  Record<CalendarName, Readonly<Record<Locale, readonly string[]>>>
> = {
  gregorian: {
    en: words(
      'January February March April May June July August September October November December',
    ),
    fr: words(
      'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    ),
    // With the ezafe that joins them to the year, as CLDR has them.
    fa: words('ژانویهٔ فوریهٔ مارس آوریل مهٔ ژوئن ژوئیهٔ اوت سپتامبر اکتبر نوامبر دسامبر'),
  },
  persian: {
    en: words(
      'Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand',
    ),
    fr: words(
      'farvardin ordibehesht khordad tir mordad chahrivar mehr aban azar dey bahman esfand',
    ),
    fa: words('فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند'),
  },
};

/** Seasons as they are printed; index 0 is spring, EDTF 21 and Solar Hijri months 1 to 3. */
export const seasonNames: Readonly<Record<Locale, readonly string[]>> = {
  en: words('spring summer autumn winter'),
  fr: words('printemps été automne hiver'),
  fa: words('بهار تابستان پاییز زمستان'),
};

/** Other spellings that people type, again in calendar order; `/` between several. */
const otherMonths: Readonly<Record<CalendarName, readonly string[]>> = {
  gregorian: [
    'jan feb mar apr - jun jul aug sep/sept oct nov dec',
    'janv fév/févr - avr - - juil - - - - déc',
    'جنوری فبروری مارچ اپریل می جون جولای/جولائی آگوست/اگست سپتمبر اکتوبر نومبر دیسمبر/دسمبر',
  ],
  persian: [
    '- - - - amordad/mordād shahriwar/chahrivar/shahrivar - ābān āzar dei/day/di - esfend/espand/isfand',
    // The Afghan names of the same months, in Dari.
    'حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت',
    '- - - - امرداد - - - - - - اسپند',
  ],
};

const otherSeasons = ['- - fall -', '- - خزان -'];

const weekdays = [
  'Monday Tuesday Wednesday Thursday Friday Saturday Sunday',
  'lundi mardi mercredi jeudi vendredi samedi dimanche',
  'دوشنبه سه‌شنبه چهارشنبه پنج‌شنبه جمعه شنبه یکشنبه',
  'Mon Tue Wed Thu Fri Sat Sun',
];

/** What a single word of a date can mean. Numbers count from 1; weekdays by ISO 8601. */
export type DateWord =
  | { readonly kind: 'month'; readonly calendar: CalendarName; readonly month: number }
  | { readonly kind: 'season'; readonly season: number }
  | { readonly kind: 'weekday'; readonly weekday: number }
  | { readonly kind: 'calendar'; readonly calendar: CalendarName }
  | { readonly kind: 'decade' }
  | { readonly kind: 'filler' };

const meanings = new Map<string, DateWord>();

for (const calendar of ['gregorian', 'persian'] as const) {
  const lists = [...Object.values(monthNames[calendar]), ...otherMonths[calendar].map(words)];
  for (const list of lists) learn(list, (index) => ({ kind: 'month', calendar, month: index + 1 }));
}
for (const list of [...Object.values(seasonNames), ...otherSeasons.map(words)]) {
  learn(list, (index) => ({ kind: 'season', season: index + 1 }));
}
for (const list of weekdays.map(words))
  learn(list, (index) => ({ kind: 'weekday', weekday: index + 1 }));
learn(words('میلادی ad ce'), () => ({ kind: 'calendar', calendar: 'gregorian' }));
learn(words('شمسی خورشیدی هجری sh hs ap'), () => ({ kind: 'calendar', calendar: 'persian' }));
learn(words('années decade décennie دهه'), () => ({ kind: 'decade' }));
learn(words('of the in on le la en l در ماه سال روز مورخ'), () => ({ kind: 'filler' }));

/** Looks up one word, folded by `foldForSearch`. */
export function dateWord(folded: string): DateWord | undefined {
  return meanings.get(folded);
}

function learn(list: readonly string[], meaning: (index: number) => DateWord): void {
  for (const [index, spellings] of list.entries()) {
    if (spellings === '-') continue;
    for (const word of spellings.split('/')) meanings.set(foldForSearch(word), meaning(index));
  }
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
