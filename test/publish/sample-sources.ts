import type { PublicSource } from '#editions';
import { uidOf } from './edition-builder.ts';

const newspaper = '140523191601';

function source(number: number, rest: Partial<PublicSource> & { title: string }): PublicSource {
  const uid = uidOf(number);
  const seen = rest.seen ?? true;
  return {
    uid,
    authors: [],
    material: newspaper,
    language: 'en',
    seen,
    through: [],
    copies: seen
      ? [
          {
            sha256: `${number.toString(16)}c41d9a7be035f62`.repeat(5).slice(0, 64),
            mediaType: 'text/html',
            grade: 'evidentiary',
            method: 'fetched',
            obtained: '2026-01-22',
          },
        ]
      : [],
    ...rest,
  };
}

/** Invented sources: two papers, a post in Persian, an agency nobody saw, a statement known through it. */
export const morningPost = source(1, {
  title: 'Director faces eight years as court upholds sentence',
  authors: ['Mara Ellison', 'Tom Reyes'],
  publisher: 'The Morning Post',
  published: '2025-05-13',
  address: 'https://morningpost.example/2025/05/director-sentence',
});
export const eveningPaper = source(2, {
  title: 'Counting the dead of January',
  authors: ['Ines Valcourt'],
  publisher: 'The Evening Paper',
  published: '2026-01-21',
});
export const screenWeekly = source(3, {
  title: 'Eight hundred film workers sign statement',
  publisher: 'Screen Weekly',
  published: '2026-01-20',
  seen: false,
  through: [uidOf(2)],
});
export const jointStatement = source(4, {
  title: 'Joint statement of film workers on the killings of January',
  material: '910600000000',
  published: '2026-01',
  seen: false,
  through: [uidOf(3)],
});
export const lawyersPost = source(5, {
  title: 'پست وکیل در شبکهٔ اجتماعی',
  authors: ['کاوه رستگار'],
  material: '910200000000',
  language: 'fa',
  published: '2025-05-12',
});
export const officialDaily = source(6, {
  title: 'Un bassidji parmi les victimes des émeutiers',
  publisher: 'Journal officiel du soir',
  language: 'fr',
  published: '2026-01-12',
  material: '911000000000',
});

/** Plain further sources, so that a page has thirty. */
export const furtherSources: readonly PublicSource[] = Array.from({ length: 24 }, (_, index) =>
  source(10 + index, {
    title: `Report ${index + 1} on the pressure on film crews in the capital and beyond`,
    authors: [`Reporter ${index + 1}`],
    publisher: ['Cinema Review', 'Harbour News', 'Arts Freedom Bulletin'][index % 3] ?? '',
    published: `20${20 + (index % 6)}-0${1 + (index % 9)}-1${index % 9}`,
  }),
);
