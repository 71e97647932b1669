import type { EditionDocument } from '#editions';
import { EditionBuilder } from './edition-builder.ts';
import {
  assistant,
  capital,
  court,
  director,
  film,
  letter,
  militia,
  names,
  uprising,
} from './sample-people.ts';
import {
  eveningPaper,
  jointStatement,
  morningPost,
  officialDaily,
  screenWeekly,
} from './sample-sources.ts';

const individuals = '010000000000';

/** An event whose dead three sources count differently, and a fourth counts otherwise. */
export function uprisingDocument(): EditionDocument {
  const book = new EditionBuilder(uprising, 'event', names.uprising, 0x5000);
  book.mentions(assistant, 'person', names.assistant);
  book.mentions(capital, 'place', names.capital);
  const stated = book.words(
    eveningPaper,
    'The statement speaks of more than three thousand unarmed people killed.',
  );
  const believed = book.words(eveningPaper, 'The true toll is believed to exceed 16,000.');
  const official = book.words(
    officialDaily,
    'Le ministère fait état de 312 morts, dont 90 membres des forces de l’ordre.',
  );
  book.uses(screenWeekly).uses(jointStatement);
  const civilians = { unit: individuals, counted: 'civilians killed', asOf: '2026-01-20' };
  const dead = (text: string, measure: object, passage: string, chain: object = {}) =>
    book.claim('killedCount', text, {
      measure: { unit: individuals, counted: 'deaths', asOf: '2026-01-20', ...measure },
      passage,
      original: text,
      ...chain,
    });
  const count = book.property(
    'killedCount',
    [
      [dead('312', { lower: 312, upper: 312 }, official)],
      [
        dead(
          'nearly 2,500',
          { upper: 2500, lower: 2500, approximate: true },
          book.words(morningPost, 'nearly 2,500 dead, hospital staff estimate'),
          {
            chain: [{ label: 'hospital staff', seen: false }],
          },
        ),
      ],
      [dead('more than 16,000', { lower: 16_000, lowerStrict: true }, believed)],
      [
        dead('more than three thousand', { ...civilians, lower: 3000, lowerStrict: true }, stated, {
          chain: [
            { source: jointStatement.uid, seen: false },
            { source: screenWeekly.uid, seen: false },
          ],
          basis: 'quoted',
        }),
      ],
    ],
    { dispute: 'contradiction', rule: 'range', settled: false },
  );
  book.says(
    book.property('title', [
      [book.claim('title', names.uprising.en, { basis: 'editorial', language: 'en' })],
    ]),
    book.one('startDate', '2026-01-08', { passage: stated }),
    book.one('endDate', '2026-01', { passage: stated }),
    book.one('place', capital, { passage: stated, entity: capital }),
    count,
    book.one('arrestedCount', '5 to 7 thousand', {
      passage: stated,
      measure: { unit: individuals, counted: 'arrests', lower: 5000, upper: 7000 },
    }),
    book.one('account', 'Rioters paid from abroad shot at the crowd.', {
      passage: official,
      language: 'en',
    }),
    book.one('accountDenied', 'Those who shot wore uniform, say people who were there.', {
      passage: stated,
      language: 'en',
      chain: [{ seen: false }],
    }),
  );
  for (const [date, code] of [
    ['2026-01-08', '010105010000'],
    ['2026-01-09', '010105010000'],
    ['2026-01-14', '030107000000'],
  ] as const) {
    book.part('act', 'event', [
      book.one('actType', code, { passage: stated }),
      book.one('startDate', date, { passage: stated }),
      book.one('event', uprising, { passage: stated, entity: uprising }),
      ...(date === '2026-01-09'
        ? [book.one('victim', assistant, { passage: stated, entity: assistant })]
        : []),
    ]);
  }
  return book.build();
}

/** A work, a group, a place, an intervention: little is said of each. */
export function furtherDocuments(): EditionDocument[] {
  const work = new EditionBuilder(film, 'work', names.film, 0x7000);
  work.mentions(director, 'person', names.director);
  const shown = work.words(
    morningPost,
    'Her third film, The Salt Orchard, has not been shown at home.',
  );
  work.says(
    work.one('title', names.film.en, { passage: shown, language: 'en' }),
    work.one('workType', 'feature-film', { passage: shown }),
    work.one('director', director, { passage: shown, entity: director }),
    work.one('workDate', '2021', { passage: shown }),
    work.one('productionCountry', 'IR', { passage: shown }),
  );
  const group = new EditionBuilder(court, 'group', names.court, 0x7100);
  group.says(
    group.one('name', names.court.en, {
      passage: group.words(morningPost, 'Branch 29 of the Revolutionary Court'),
      language: 'en',
    }),
  );
  const fighters = new EditionBuilder(militia, 'group', names.militia, 0x7200);
  fighters.says(
    fighters.one('name', names.militia.fr, {
      passage: fighters.words(officialDaily, 'membre dévoué de la milice'),
      language: 'fr',
    }),
  );
  const place = new EditionBuilder(capital, 'place', names.capital, 0x7300);
  place.says(
    place.one('country', 'IR', { passage: place.words(eveningPaper, 'in the capital') }),
    place.one('coordinates', 'geo:35.69,51.39;u=12000', {
      basis: 'editorial',
      reason: 'The middle of the city, for maps.',
    }),
  );
  const call = new EditionBuilder(letter, 'intervention', names.letter, 0x7400);
  call.mentions(director, 'person', names.director);
  const signed = call.words(eveningPaper, 'Some 800 film workers have put their names to it.');
  call.says(
    call.one('title', names.letter.en, { passage: signed, language: 'en' }),
    call.one('interventionType', '030100000000', { passage: signed }),
    call.one('date', '2026-01-19', { passage: signed }),
    call.one('onBehalfOf', director, { passage: signed, entity: director }),
    call.one('signatoryCount', 'some 800', {
      passage: signed,
      measure: {
        unit: individuals,
        counted: 'signatories',
        lower: 800,
        upper: 800,
        approximate: true,
        asOf: '2026-01-20',
      },
    }),
  );
  return [work, group, fighters, place, call].map((builder) => builder.build());
}
