import { expect, test } from 'vitest';
import { letterData } from './letter-data.ts';

const facts = {
  address: 'https://record.example/en/letters/1',
  ...{ title: 'A </script><script>alert(1)</script> <!-- & \u2028', language: 'en' },
  ...{ initiators: ['</SCRIPT>'], addressees: [], version: 2 },
  form: 'collective' as const,
  ...{ publishedAt: new Date(0), publisher: 'R', publicUrl: 'https://record.example' },
  ...{ translates: undefined, translations: [] },
  ...{ image: 'https://record.example/card.png', signed: 12 },
};

test('whatever is written in a letter, its data is JSON and ends no element', () => {
  const text = letterData(facts);
  expect(text).not.toMatch(/[<>&\u2028\u2029]/u);
  expect(JSON.parse(text)).toMatchObject({
    headline: facts.title,
    interactionStatistic: { userInteractionCount: 12 },
  });
});

test('what is not known is not said', () => {
  const data = JSON.parse(letterData({ ...facts, signed: undefined, initiators: [] })) as object;
  expect(data).not.toHaveProperty('interactionStatistic');
  expect(data).not.toHaveProperty('creator');
  expect(data).not.toHaveProperty('audience');
  expect(data).not.toHaveProperty('workTranslation');
});

test('a translation names the text it translates, and that text its translations', () => {
  const fr = { language: 'fr', address: 'https://record.example/en/letters/1/text/fr' };
  const work = { '@type': 'CreativeWork', '@id': fr.address, inLanguage: 'fr' };
  expect(JSON.parse(letterData({ ...facts, translates: fr }))).toMatchObject({
    translationOfWork: work,
  });
  expect(JSON.parse(letterData({ ...facts, translations: [fr] }))).toMatchObject({
    workTranslation: [work],
  });
});
