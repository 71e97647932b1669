import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addSource,
  arrangeSource,
  beginSource,
  editSource,
  findCopy,
  lastEditor,
  listSources,
  markLooked,
  markPassage,
  markRegion,
  passageWords,
  reviewTranslation,
  searchSources,
  sourcePage,
  translatePassage,
  translationsOf,
} from '#evidence';
import { cancelDecision, decide, listDecisions, loadDecision } from '#editions';
import { Refusal } from '#platform/errors';
import type { Tx } from '#platform/database';
import {
  addTerm,
  captionsByUid,
  claimsFromSource,
  claimSteps,
  claimViews,
  codeAct,
  codeNames,
  createEntities,
  decideClaims,
  decideResolution,
  entityHistory,
  entityPage,
  exportClaims,
  findEntities,
  listEntities,
  notesOn,
  notesOnClaimsFrom,
  prepareEditions,
  properties,
  proposePublication,
  proposeRemoval,
  queueProgress,
  reopenClaims,
  reviewQueue,
  sourceCodes,
  writeClaims,
  writeNote,
} from '#record';
import {
  addEntity,
  addPerson,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from './fixture.ts';
import type { Actor } from '#accounts';

let house: RecordFixture;
let actor: Actor;
let layer: string;
let source: string;
let passage: string;
let person: string;
beforeAll(async () => {
  house = await openRecord();
  actor = await addPerson(house.db, 'Ali', ['reviewer', 'administrator']);
  ({ layer, source } = await addText(house.db, actor, 'It says this.'));
  passage = await passageAt(house.db, actor, { layer, start: 0, end: 7 });
  person = await addEntity(house.db, house.documenter, 'person', passage, { name: 'Somebody' });
});
afterAll(() => house[Symbol.asyncDispose]());

// What a form of a hostile visitor can hold: text only, but any text.
const nasty: readonly string[] = [
  // Long, and not to be compressed: an index takes no such entry.
  Array.from({ length: 9_000 }, (_, at) =>
    String.fromCodePoint(0x4e_00 + ((at * 7919) % 20_000)),
  ).join(''),
  ...['', ' ', '\0', 'a\0b', '\ud800', 'x\udfffy', '\u202egnp.exe', '__proto__', 'constructor'],
  ...["'; drop table claim; --", '%', '_', '\\', "'", '{"a":1}', '[]', 'null', '0', '-1', '1e999'],
  ...['9007199254740993', '99999999999999999999', '0000', '0000-00-00', '9999-12-31', '0001-01-01'],
  ...['-0044-03-15', '../..', 'Y-170000002', '10000-01-01', 'ŉ', '½', '\ufdfa'.repeat(500)],
  ...['é'.repeat(20_000), 'x'.repeat(20_001), '🜁'.repeat(250), 'geo:90,180', '12.5 EUR', 'P9Y'],
  ...[
    'http://a/' + 'é'.repeat(1_980),
    'javascript:alert(1)',
    'https://u:p@x/',
    'IR',
    'fa',
    'zz-zz',
  ],
];
const texts = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.uuid().map((uid) => uid.toUpperCase()),
  fc.constant('').map(() => person.toUpperCase()),
  fc.constant('').map(() => passage),
);
const numbers = fc.oneof(
  fc.constantFrom(-1, 0, 1.5, 2 ** 31, 2 ** 53 + 2, Number.NaN, Number.POSITIVE_INFINITY),
  fc.integer(),
);

/** Whatever is posted is done or refused; a bug, or an error of the database, is neither. */
async function holds(work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await house.db
    .transaction()
    .execute(async (tx) => {
      await work(tx);
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Refusal) && !(error instanceof Undone)) throw error;
    });
}
class Undone extends Error {}

// Every nasty text at least once, in every place.
const runs = { numRuns: 150 };
const alike = { ...runs, examples: nasty.map((text): [string, string] => [text, text]) };

test('reading by any text and number', async () => {
  const { db } = house;
  await fc.assert(
    fc.asyncProperty(texts, numbers, async (text, number) => {
      const page = { limit: number, offset: number };
      const reads: (() => Promise<unknown>)[] = [
        () => entityPage(db, actor, text, 'en'),
        () => entityHistory(db, actor, text),
        () => claimSteps(db, actor, text),
        () => claimViews(db, actor, [text], 'en'),
        () => claimsFromSource(db, actor, text, 'en'),
        () => captionsByUid(db, actor, [text], 'en', new Map()),
        () => notesOn(db, actor, 'claim', text),
        () => notesOnClaimsFrom(db, actor, text),
        () => reviewQueue(db, actor, 'en', { source: text, author: text, ...page }),
        () => queueProgress(db, actor, { source: text, author: text }),
        () => findEntities(db, actor, text, { limit: number }),
        () => listEntities(db, actor, { kind: 'person', name: text, ...page }, 'en'),
        () => prepareEditions(db, actor, { subjects: [text], excluded: [text], withdrawn: [text] }),
        () => exportClaims(db, actor, { entity: text }, () => Promise.resolve()),
        () => sourcePage(db, actor, text),
        () => listSources(db, actor, { text, assignedTo: text, ...page }),
        () => searchSources(db, actor, text, number),
        () => translationsOf(db, actor, text),
        () => passageWords(db, actor, [text]),
        () => lastEditor(db, actor, text),
        () => findCopy(db, actor, text),
        () => listDecisions(db, actor, { limit: number, offset: number }),
        () => loadDecision(db, actor, text),
      ];
      for (const read of reads) await read().catch(allowRefusal);
    }),
    { ...runs, examples: nasty.map((text): [string, number] => [text, -1]) },
  );
});

function allowRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

const reading = (locale: 'en' | 'fr' | 'fa') => ({ ...sourceCodes(new Map()), locale });

test('writing sources, passages and translations of any text and number', async () => {
  await fc.assert(
    fc.asyncProperty(texts, texts, numbers, async (text, other, number) => {
      const described = {
        ...{ title: text, authors: [other], publisher: other, published: text, language: other },
        ...{ material: text, reliability: other, address: text, notes: other, through: [text] },
      };
      await holds((tx) => addSource(tx, actor, { ...described, scope: number }, reading('fa')));
      await holds((tx) => addSource(tx, actor, { title: text, material: other }, reading('en')));
      await holds((tx) =>
        addSource(
          tx,
          actor,
          { title: 'T', material: '910100000000', address: text, published: other },
          reading('fr'),
        ),
      );
      await holds((tx) =>
        editSource(
          tx,
          actor,
          source,
          1,
          { title: text, material: other, notes: text },
          reading('en'),
        ),
      );
      await holds((tx) => editSource(tx, actor, text, number, described, reading('en')));
      await holds((tx) => arrangeSource(tx, actor, source, { assignedTo: text }));
      await holds((tx) => arrangeSource(tx, actor, text, { workState: 'done' }));
      await holds((tx) => beginSource(tx, actor, text));
      await holds((tx) => markLooked(tx, actor, text));
      await holds((tx) => markPassage(tx, actor, { layer: text, start: 0, end: number }));
      await holds((tx) => markPassage(tx, actor, { layer, start: number, end: number + 1 }));
      await holds((tx) => markRegion(tx, actor, text, { x: 0, y: 0, w: number, h: 1 }));
      await holds((tx) => translatePassage(tx, actor, passage, { language: text, text: other }));
      await holds((tx) =>
        translatePassage(tx, actor, passage, { language: 'fa', text, translator: other }),
      );
      await holds((tx) => reviewTranslation(tx, actor, text));
    }),
    { ...runs, examples: nasty.map((text): [string, string, number] => [text, text, 2 ** 31]) },
  );
});

test('writing claims of any text, in every property', async () => {
  const [first, ...rest] = properties;
  expect(rest.length).toBeGreaterThan(50);
  const codes = fc.oneof(
    fc.constantFrom(first, ...rest).map((one) => one?.code ?? ''),
    texts,
  );
  await fc.assert(
    fc.asyncProperty(codes, texts, texts, numbers, async (property, value, other, number) => {
      const claim = { entity: person, property, value, basis: 'coded', passage } as const;
      await holds((tx) => writeClaims(tx, actor, [claim], 'en'));
      await holds((tx) => writeClaims(tx, actor, [{ ...claim, property: 'otherName' }], 'fa'));
      await holds(async (tx) => {
        const kinds = properties.find((one) => one.code === property)?.kinds ?? ['event'];
        const [entity] = await createEntities(tx, actor, kinds.slice(0, 1));
        const about = { ...claim, entity: entity?.uid ?? '' };
        await writeClaims(tx, actor, [about], 'en');
      });
      await holds(async (tx) => {
        const [event] = await createEntities(tx, actor, ['event']);
        const about = { ...claim, entity: event?.uid ?? '', property: 'title' };
        await writeClaims(tx, actor, [{ ...about, language: other }, about], 'en');
      });
      await holds((tx) =>
        writeClaims(
          tx,
          actor,
          [
            {
              ...{
                entity: other,
                property,
                value,
                basis: 'inferred',
                passage: other,
                scope: number,
              },
              ...{
                reason: other,
                certainty: other,
                valid: value,
                original: other,
                language: value,
              },
              ...{ measure: { unit: other, counted: value, place: other, period: value } },
              ...{ chain: [{ label: other }, { entity: value }], inferredFrom: [value] },
              supersedes: other,
            },
          ],
          'fr',
        ),
      );
      const measure = { unit: 'persons', counted: other, period: value, asOf: other };
      await holds((tx) =>
        writeClaims(
          tx,
          actor,
          [{ ...claim, valid: other, chain: [{ label: value }], measure }],
          'en',
        ),
      );
    }),
    {
      ...runs,
      examples: nasty.map((text): [string, string, string, number] => ['title', text, text, 0]),
    },
  );
});

test('coding, deciding, noting and publishing with any text', async () => {
  await fc.assert(
    fc.asyncProperty(texts, texts, async (text, other) => {
      await holds((tx) => codeAct(tx, actor, { actType: text, victims: [other], passage }, 'en'));
      await holds((tx) =>
        codeAct(
          tx,
          actor,
          {
            ...{ actType: '030101000000', victims: [person], passage, date: text },
            ...{ statedReason: other, certainty: text, chain: [{ label: other }] },
          },
          'en',
        ),
      );
      const rows = [{ name: text, passage, also: [{ property: other, value: text }] }];
      await holds((tx) => codeNames(tx, actor, { kind: 'person', rows, language: other }, 'en'));
      await holds((tx) => decideClaims(tx, actor, [text], 'rejected', other));
      await holds((tx) => reopenClaims(tx, actor, [text], other));
      const choice = {
        entity: text,
        property: other,
        rule: 'editors-choice',
        reason: text,
      } as const;
      await holds((tx) => decideResolution(tx, actor, { ...choice, chosenClaim: other }));
      await holds((tx) =>
        decideResolution(tx, actor, {
          ...{ entity: person, property: 'birthDate', rule: 'ranked-source', reason: text },
          sourceRanking: [other],
        }),
      );
      await holds((tx) => writeNote(tx, actor, 'entity', person, text));
      await holds((tx) => writeNote(tx, actor, 'claim', text, other));
      const labels = { en: text, fr: other, fa: text };
      await holds((tx) => addTerm(tx, actor, { vocabulary: 'acts', code: 'new-term', labels }));
      const decision = {
        ...({ kind: 'publish', audience: 'public', basis: 'consent' } as const),
        title: text,
        ...{ basisReason: other, riskNote: text, publicReason: other },
      } as const;
      const on = { subjects: [person] };
      await holds((tx) =>
        proposePublication(tx, actor, { ...decision, reviewOn: '2190-01-01' }, on),
      );
      await holds((tx) => proposePublication(tx, actor, { ...decision, reviewOn: text }, on));
      await holds((tx) =>
        proposeRemoval(
          tx,
          actor,
          { ...decision, kind: 'remove', reviewOn: text, reasonClass: other },
          [{ subject: text, kind: other }],
        ),
      );
      await holds((tx) =>
        decide(tx, actor, text, { approve: false, comment: other }, () => Promise.resolve([])),
      );
      await holds((tx) => cancelDecision(tx, actor, text));
    }),
    alike,
  );
});
