import { expect, test } from 'vitest';
import { readEdition, type SubjectReading } from '#publish';
import { EditionBuilder, uidOf } from './edition-builder.ts';
import { uprisingDocument } from './sample-events.ts';
import { assistantDocument, directorDocument, names } from './sample-people.ts';
import { eveningPaper, lawyersPost, morningPost } from './sample-sources.ts';

const director = readEdition(directorDocument(), 'en');
const directorInPersian = readEdition(directorDocument(), 'fa');
const assistant = readEdition(assistantDocument(), 'en');
const uprising = readEdition(uprisingDocument(), 'en');

function valuesIn(reading: SubjectReading) {
  const parts = [
    ...reading.acts,
    ...reading.milestones,
    ...reading.interventions,
    ...reading.relations,
    ...reading.involvements,
  ].flatMap((part) => [part, ...part.parts]);
  const properties = [
    ...reading.facts,
    ...reading.contested,
    ...reading.figures.map((one) => one.property),
    ...parts.flatMap((part) => part.properties),
  ];
  return {
    values: [
      ...properties.flatMap(({ values, others }) => [...values, ...others]),
      ...parts.flatMap((part) => part.headed?.value ?? []),
    ],
    same: parts.flatMap((part) => part.headed?.same ?? []),
  };
}

test('every claim of an edition can be reached from a value', () => {
  for (const document of [directorDocument(), assistantDocument(), uprisingDocument()]) {
    const { values, same } = valuesIn(readEdition(document, 'en'));
    const reached = new Set([
      ...values.flatMap(({ claims }) => claims.map(({ uid }) => uid)),
      ...same.map(({ uid }) => uid),
    ]);
    const nesting = document.claims.filter(({ property }) => property === 'act');
    const missing = document.claims.filter(
      (claim) => !reached.has(claim.uid) && !nesting.includes(claim),
    );
    expect(missing).toEqual([]);
  }
});

test.each(['ranked-source', 'majority-of-origins'])(
  'where %s found none better, no value is said to stand first for it',
  (rule) => {
    const document = directorDocument();
    const claims = document.claims.slice(0, 2).map(({ uid }) => ({ claims: [uid], origins: 1 }));
    const [one, two] = claims;
    if (one === undefined || two === undefined) throw new Error('expected two claims');
    const disputed = { property: 'birthDate', rule, reason: '', settled: false } as const;
    const read = (shown: typeof claims, others: typeof claims) => {
      const properties = [{ ...disputed, dispute: 'contradiction' as const, shown, others }];
      const reading = readEdition({ ...document, properties }, 'en');
      return [...reading.facts, ...reading.contested].map((property) => property.rule);
    };
    expect(read([one, two], [])).toEqual([`${rule}.tie`]);
    expect(read([one], [two])).toEqual([rule]);
  },
);

test('every claim with a passage carries its exact words and its source', () => {
  const { values } = valuesIn(director);
  const withoutWords = values
    .flatMap(({ claims }) => claims)
    .filter((claim) => claim.source !== undefined && claim.quote === undefined);
  expect(withoutWords).toEqual([]);
});

test.each([
  [
    { page: 1, x: 0.1, y: 0.2, w: 0.3, h: 0.4 },
    { page: 1, x: 0.1, y: 0.2, w: 0.3, h: 0.4 },
  ],
  [
    { from: 1.5, to: 2 },
    { from: 1.5, to: 2 },
  ],
  [{ svg: '<path>' }, 'somewhere'],
  [undefined, 'somewhere'],
])('of what was seen or heard at %o the place is told, and nothing else', (region, seen) => {
  const document = directorDocument();
  const passages = document.passages.map(({ quote: _, ...passage }) => ({
    ...passage,
    ...(region !== undefined && { region }),
  }));
  const { values } = valuesIn(readEdition({ ...document, passages }, 'en'));
  const claims = values.flatMap((value) => value.claims).filter((claim) => 'seen' in claim);
  expect(claims.length).toBeGreaterThan(0);
  for (const claim of claims) expect([claim.seen, claim.quote]).toEqual([seen, undefined]);
});

test('a name stands first in the language of the reader, the other script beside it', () => {
  expect(director.name.text).toBe(names.director.en);
  expect(director.name.others).toEqual([{ text: names.director.fa, language: 'fa' }]);
  expect(directorInPersian.name.text).toBe(names.director.fa);
  expect(readEdition(directorDocument(), 'fr').name.text).toBe(names.director.en);
});

test('a state is that of the latest milestone that tells one, with its day', () => {
  expect(director.lastReported?.custody).toBe('in-custody');
  expect(director.lastReported?.date).toEqual({
    type: 'date',
    text: '12 May 2025',
    machine: '2025-05-12',
  });
});

test('a death is the last state, whatever is dated later', () => {
  const book = new EditionBuilder(uidOf(1), 'person', { en: 'A' }, 0x10);
  const passage = book.words(morningPost, 'words');
  book.says(book.one('deathDate', '2024-05-01', { passage }));
  book.part('milestone', 'person', [
    book.one('milestoneType', 'arrest', { passage }),
    book.one('date', '2025-01-01', { passage }),
  ]);
  expect(readEdition(book.build(), 'en').lastReported?.custody).toBe('dead');
});

test('a state without a day is told by the day of its report', () => {
  const book = new EditionBuilder(uidOf(1), 'person', { en: 'A' }, 0x10);
  const passage = book.words(morningPost, 'words');
  book.part('milestone', 'person', [
    book.one('milestoneType', 'flight', { passage }),
    book.one('person', uidOf(1), { passage, entity: uidOf(1) }),
  ]);
  const state = readEdition(book.build(), 'en').lastReported;
  expect(state?.custody).toBe('abroad');
  expect(state?.date.machine).toBe(morningPost.published);
});

test('nothing is told of a state where no report tells one', () => {
  const book = new EditionBuilder(uidOf(1), 'person', { en: 'A' }, 0x10);
  const passage = book.words(morningPost, 'words');
  book.part('milestone', 'person', [
    book.one('milestoneType', 'summons', { passage }),
    book.one('date', '2025-01-01', { passage }),
  ]);
  expect(readEdition(book.build(), 'en').lastReported).toBeUndefined();
});

test('in Persian a day is told in both calendars the first time, then in one', () => {
  const dates = directorInPersian.lastReported?.date.text;
  expect(dates).toBe('۲۲ اردیبهشت ۱۴۰۴ (۱۲ مهٔ ۲۰۲۵)');
  const again = directorInPersian.milestones.at(-1)?.date?.text;
  expect(again).toBe('۲۲ اردیبهشت ۱۴۰۴');
});

test('figures that count different things stand in groups of their own, on one scale', () => {
  const [killed] = uprising.figures;
  expect(killed?.groups.map((group) => group.values.length)).toEqual([3, 1]);
  expect(killed?.groups.map((group) => group.counted)).toEqual(['deaths', 'civilians killed']);
  const [deaths, civilians] = killed?.groups ?? [];
  expect(deaths?.chart.ticks).toEqual(civilians?.chart.ticks);
  const [exact, about, above] = deaths?.chart.bars ?? [];
  expect(exact).toMatchObject({ openEnd: false, strictFrom: false, from: exact?.to });
  expect(about?.approximate).toBe(true);
  expect(above).toMatchObject({ openEnd: true, strictFrom: true, to: 1 });
  expect(exact?.from).toBeLessThan(civilians?.chart.bars[0]?.from ?? 0);
});

test('contested accounts keep their tellers apart from the facts', () => {
  expect(assistant.contested.map(({ code }) => code)).toEqual([
    'account',
    'accountDenied',
    'affiliationClaimed',
    'affiliationDenied',
  ]);
  expect(assistant.facts.some(({ code }) => code.startsWith('account'))).toBe(false);
  const [denied] = assistant.contested[1]?.values ?? [];
  expect(denied?.claims[0]?.chain[0]?.name?.text).toBe('his sister');
});

test('a chain goes from the paper in our hands back to who said it first', () => {
  const paper = uprising.reports.sources.find((node) => node.source?.uid === eveningPaper.uid);
  const weekly = paper?.from.find((node) => node.source?.publisher === 'Screen Weekly');
  expect(weekly?.seen).toBe(false);
  expect(weekly?.from.map((node) => node.source?.title)).toEqual([
    'Joint statement of film workers on the killings of January',
  ]);
});

test('a translation says who made it', () => {
  const custody = director.lastReported?.value.claims[0];
  expect(custody?.source?.uid).toBe(lawyersPost.uid);
  expect(custody?.quote).toMatchObject({ language: 'fa', direction: 'rtl' });
  expect(custody?.translations[0]).toMatchObject({
    translator: 'Roya M.',
    machine: false,
    reviewed: true,
  });
});

test('a timeline has a mark for every dated part and runs the way time does', () => {
  const { timeline } = director;
  const dated = [...director.acts, ...director.milestones, ...director.interventions];
  expect(timeline?.marks).toHaveLength(dated.length);
  for (const mark of timeline?.marks ?? []) {
    expect(mark.from).toBeGreaterThanOrEqual(0);
    expect(mark.to).toBeLessThanOrEqual(1);
    expect(mark.from).toBeLessThanOrEqual(mark.to);
  }
  const ticks = timeline?.ticks.map(({ at }) => at) ?? [];
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
});

test.each([
  ['9 January 2026', undefined],
  ['January 9', 'January 9'],
  ['january  9', 'january  9'],
  ['', undefined],
])('“written there as %s” is told only of what stands in the words', (original, told) => {
  const book = new EditionBuilder(uidOf(1), 'person', { en: 'A' }, 0x10);
  const passage = book.words(morningPost, 'He was killed on January 9 in the street.');
  book.says(book.one('deathDate', '2026-01-09', { passage, original }));
  const [claim] = readEdition(book.build(), 'en').facts[0]?.values[0]?.claims ?? [];
  expect(claim?.original).toBe(told);
});

test('steps without a day come last, in the order that proceedings have', () => {
  const book = new EditionBuilder(uidOf(1), 'person', { en: 'A' }, 0x10);
  const passage = book.words(morningPost, 'words');
  const step = (type: string, ...rest: { property: string }[]) =>
    book.part('milestone', 'person', [
      book.one('milestoneType', type, { passage }),
      ...(rest as ReturnType<typeof book.one>[]),
    ]);
  step('appeal-upheld');
  step('flight');
  step('sentence');
  step('charge');
  step('release', book.one('date', '2020-01-01', { passage }));
  const headings = readEdition(book.build(), 'en').milestones.map(({ heading }) => heading);
  expect(headings).toEqual([
    'Release',
    'Charge',
    'Sentence',
    'Sentence upheld on appeal',
    'Flight into exile',
  ]);
});

test('an act of solidarity is linked only where it has a page', () => {
  const book = new EditionBuilder(uidOf(1), 'person', { en: 'A' }, 0x10);
  book.part('intervention', 'recipient', [book.one('title', 'A letter')]);
  const document = book.build();
  const addressIn = (page: boolean) =>
    readEdition(
      { ...document, entities: document.entities.map((entity) => ({ ...entity, page })) },
      'en',
    ).interventions[0]?.address;
  expect(addressIn(false)).toBeUndefined();
  expect(addressIn(true)).toContain('/en/interventions/');
});
