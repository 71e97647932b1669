import { expect, test } from 'vitest';
import type { EditionDocument, PublicClaim } from '#editions';
import { compareDocuments, isNoDifference } from './document-difference.ts';

const claim = (uid: string, property = 'birthDate', value = uid): PublicClaim => ({
  ...{ uid, property, value, basis: 'coded', certainty: 'unknown', chain: [] },
  source: 's',
});

function documentOf(claims: readonly PublicClaim[], rest: Partial<EditionDocument> = {}) {
  const order = claims.map(({ uid }) => ({ claims: [uid], origins: 1 }));
  const document: EditionDocument = {
    ...{ v: 1, subject: 'x', kind: 'person', names: {}, caption: [], parts: [], passages: [] },
    ...{ claims, entities: [], terms: [] },
    properties: [
      {
        ...{ property: 'birthDate', rule: 'range', reason: '', dispute: 'none', settled: false },
        ...{ shown: order.slice(0, 1), others: order.slice(1) },
      },
    ],
    sources: [
      {
        ...{ uid: 's', title: 'T', authors: [], material: 'm', seen: true, through: [] },
        copies: [],
      },
    ],
    ...rest,
  };
  return document;
}

const none = new Map<string, string>();

test('two documents that say the same differ in nothing, whatever the order of their keys', () => {
  const document = documentOf([claim('a')]);
  const again = JSON.parse(JSON.stringify(document)) as EditionDocument;
  const turned = Object.fromEntries(Object.entries(again).toReversed()) as unknown;
  const difference = compareDocuments(document, turned as EditionDocument, none);
  expect(isNoDifference(difference)).toBe(true);
});

test('a claim that replaces one is a change, any other comes or goes', () => {
  const before = documentOf([claim('a'), claim('b')]);
  const after = documentOf([claim('c'), claim('d')]);
  expect(compareDocuments(before, after, new Map([['c', 'a']]))).toMatchObject({
    changed: [{ before: 'a', after: 'c' }],
    gone: ['b'],
    added: ['d'],
    // The order follows from what came and went.
    reordered: [],
  });
});

test('another order of the same claims is told by its property', () => {
  const difference = compareDocuments(
    documentOf([claim('a'), claim('b')]),
    documentOf([claim('b'), claim('a')]),
    none,
  );
  expect(difference).toMatchObject({
    gone: [],
    added: [],
    reordered: [{ entity: 'x', property: 'birthDate' }],
    onlyElse: false,
  });
});

test('a source that goes with its last claim is no change of the source', () => {
  const before = documentOf([claim('a')]);
  expect(compareDocuments(before, documentOf([], { sources: [] }), none).sources).toEqual([]);
  expect(compareDocuments(before, documentOf([claim('a')], { sources: [] }), none).sources).toEqual(
    ['s'],
  );
});

test('what is none of all this is still not the same', () => {
  const before = documentOf([claim('a')]);
  const after = documentOf([claim('a', 'birthDate', 'otherwise')]);
  expect(compareDocuments(before, after, none).onlyElse).toBe(true);
});
