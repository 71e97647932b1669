import type { Locale } from '#platform/languages';
import type { EdtfDate } from './edtf-date.ts';

/** One end of an interval in words, with the date behind it where grammar asks for its precision. */
export interface Side {
  readonly text: string;
  readonly date?: EdtfDate;
}

/** The words round dates. Years and days come in the language's digits. */
export interface Phrases {
  readonly day: (day: string) => string;
  readonly year: (year: string) => string;
  readonly persianYear: (year: string) => string;
  readonly decade: (firstYear: string) => string;
  readonly century: (firstYear: string, lastYear: string) => string;
  readonly about: (text: string) => string;
  /** The same within an interval, where a preposition stands before it. */
  readonly aboutWithin: (text: string) => string;
  /** Between remarks in one pair of brackets. */
  readonly separator: string;
  readonly uncertain: string;
  readonly unknown: Readonly<Record<'day' | 'month' | 'month and day', string>>;
  readonly unknownTime: Side;
  readonly from: (start: Side) => string;
  readonly until: (end: Side) => string;
  readonly range: (start: Side, end: Side) => string;
}

const asItIs = (text: string) => text;

const en: Phrases = {
  day: asItIs,
  year: asItIs,
  persianYear: (year) => `${year} SH`,
  decade: (year) => `${year}s`,
  century: (first, last) => `between ${first} and ${last}`,
  about: (text) => `about ${text}`,
  aboutWithin: (text) => `about ${text}`,
  separator: '; ',
  uncertain: 'uncertain',
  unknown: { day: 'day unknown', month: 'month unknown', 'month and day': 'month and day unknown' },
  unknownTime: { text: 'an unknown time' },
  from: ({ text }) => `from ${text} on`,
  until: ({ text }) => `until ${text}`,
  range: (start, end) => `${start.date === undefined ? 'from ' : ''}${start.text} to ${end.text}`,
};

const fr: Phrases = {
  day: (day) => (day === '1' ? '1er' : day),
  year: asItIs,
  persianYear: (year) => `${year} HS`,
  decade: (year) => `années ${year}`,
  century: (first, last) => `entre ${first} et ${last}`,
  about: (text) => `vers ${text}`,
  aboutWithin: (text) => `${text} environ`,
  separator: '\u202f; ',
  uncertain: 'incertain',
  unknown: { day: 'jour inconnu', month: 'mois inconnu', 'month and day': 'mois et jour inconnus' },
  unknownTime: { text: 'une date inconnue' },
  from: (start) => `à partir ${frenchFrom(start)}`,
  until: (end) => `jusqu’${frenchUntil(end)}`,
  range: (start, end) => `${frenchFrom(start)} ${frenchTo(end)}`,
};

const fa: Phrases = {
  day: asItIs,
  // A bare year would be taken for a Solar Hijri one.
  year: (year) => `${year} میلادی`,
  persianYear: asItIs,
  decade: (year) => `دههٔ ${year} میلادی`,
  century: (first, last) => `بین ${first} و ${last} میلادی`,
  about: (text) => `حدود ${text}`,
  aboutWithin: (text) => `حدود ${text}`,
  separator: '؛ ',
  uncertain: 'نامطمئن',
  unknown: { day: 'روز نامعلوم', month: 'ماه نامعلوم', 'month and day': 'ماه و روز نامعلوم' },
  unknownTime: { text: 'زمانی نامعلوم' },
  from: ({ text }) => `از ${text} به بعد`,
  until: ({ text }) => `تا ${text}`,
  range: (start, end) => `از ${start.text} تا ${end.text}`,
};

export const phrases: Readonly<Record<Locale, Phrases>> = { en, fr, fa };

// French has an article before days, seasons and decades, none before months and years, and elides.
function frenchFrom({ text, date }: Side): string {
  const article = frenchArticle(text, date);
  if (article === 'le') return `du ${text}`;
  if (article === 'les') return `des ${text}`;
  if (article === 'l’') return `de l’${text}`;
  return /^[aeouàéô]/i.test(text) ? `d’${text}` : `de ${text}`;
}

function frenchTo({ text, date }: Side): string {
  const article = frenchArticle(text, date);
  if (article === 'le') return `au ${text}`;
  if (article === 'les') return `aux ${text}`;
  return article === 'l’' ? `à l’${text}` : `à ${text}`;
}

function frenchUntil(end: Side): string {
  return frenchArticle(end.text, end.date) === '' ? `en ${end.text}` : frenchTo(end);
}

function frenchArticle(text: string, date: EdtfDate | undefined): 'le' | 'l’' | 'les' | '' {
  if (date?.precision === 'day') return 'le';
  if (date?.precision === 'decade') return 'les';
  if (date?.precision !== 'season') return '';
  return text.startsWith('p') ? 'le' : 'l’';
}
