import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codePointOffset } from '#platform/languages';
import { vocabulary } from '#record';
import { answerForm, type Answer } from './answer-form.ts';
import { codingFacts, type CodingFacts } from './coding-facts.ts';
import {
  addReadSource,
  openCodingFixture,
  type CodingFixture,
  type ReadSource,
} from './coding-fixture.ts';
import { draftOf, toRequest } from './draft.ts';
import { mergeChanges } from './merge-changes.ts';
import type { ActRequestInput, ClaimRequestInput } from './requests.ts';

const text = 'Forty were killed in Tehran. Nader Vahdat was arrested.';

let fixture: CodingFixture;
let source: ReadSource;

beforeAll(async () => {
  fixture = await openCodingFixture();
});
beforeEach(async () => {
  source = await addReadSource(fixture.db, fixture.documenter, text);
});
afterAll(() => fixture.close());

const load = (): Promise<CodingFacts> =>
  codingFacts(fixture.db, fixture.documenter, 'en', source.uid);

// Whatever is sent, the page that merged the answer must be the page that a reload would show.
async function send(form: 'claim' | 'act', request: ClaimRequestInput | ActRequestInput) {
  const before = await load();
  const answer: Answer = await answerForm(
    new Request('https://desk.example/', {
      method: 'POST',
      body: new URLSearchParams({ form, request: JSON.stringify(request) }),
    }),
    {
      db: fixture.db,
      actor: fixture.documenter,
      locale: 'en',
      page: source.page,
      layer: source.layer,
    },
  );
  const facts = mergeChanges(before, answer.changes);
  expect(facts).toEqual(await load());
  return { facts, problems: answer.state.problems.map(({ code }) => code) };
}

function placeOf(words: string) {
  const at = text.indexOf(words);
  const [start, end] = [codePointOffset(text, at), codePointOffset(text, at + words.length)];
  return { layer: source.layer, start, end };
}

const common = { basis: 'coded' as const, certainty: 'unknown', chain: [] };

test('whoever is renamed is called so in what is called after them', async () => {
  const { facts } = await send('act', {
    ...common,
    place: placeOf('Nader Vahdat was arrested'),
    actType: vocabulary('acts').terms[0]?.code ?? '',
    victims: [{ kind: 'person', name: 'Nader Vahdat' }],
    perpetrators: [{ entity: { kind: 'group', name: 'The police' } }],
  });
  const rename = async (from: CodingFacts, old: string, name: string) => {
    const claim = from.claims.find(({ value }) => value === old);
    return send('claim', {
      ...common,
      place: placeOf('Nader Vahdat'),
      subject: { uid: claim?.entity.uid ?? '' },
      property: 'name',
      value: { text: name },
      supersedes: claim?.uid,
    });
  };
  const renamed = await rename(facts, 'Nader Vahdat', 'Nader Wahdat');
  const again = await rename(renamed.facts, 'The police', 'The morality police');
  const captionOf = (kind: string) =>
    again.facts.claims.find(({ entity }) => entity.kind === kind)?.entity.text;
  expect(captionOf('act')).toContain('Nader Wahdat');
  expect(captionOf('involvement')).toContain('The morality police');
});

test('a figure that is changed brings back where it counts', async () => {
  const { facts } = await send('claim', {
    ...common,
    place: placeOf('Forty were killed in Tehran'),
    subject: { kind: 'event', name: 'The protests' },
    property: 'killedCount',
    value: { text: 'forty' },
    measure: { counted: 'killed', place: { kind: 'place', name: 'Tehran' }, asOf: '2026-01-09' },
  });
  const figure = facts.claims.find(({ property }) => property === 'killedCount');
  if (figure === undefined) throw new Error('expected a figure');
  const draft = draftOf(figure, 'en');
  const tehran = facts.claims.find(({ value }) => value === 'Tehran')?.entity.uid;
  expect(draft.where).toEqual({ uid: tehran, kind: 'place', text: 'Tehran' });
  const entry = {
    ...{ code: 'killedCount', label: '', help: '', kinds: ['event' as const] },
    valueType: 'figure' as const,
  };
  const request = toRequest({ ...draft, typed: '41' }, entry, { passage: '' }, '');
  expect(request?.measure).toMatchObject({ counted: 'killed', place: { uid: tehran } });
});

test('what is coded on a place of a picture is seen, and so are the names of who is new in it', async () => {
  await sql`update copy set media_type = 'image/jpeg' where uid = ${source.copy}`.execute(
    fixture.db,
  );
  const region = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 };
  const claim = (basis: 'seen' | 'coded', box = region): ClaimRequestInput => ({
    ...common,
    basis,
    place: { copy: source.copy, region: box },
    subject: { kind: 'person', name: 'Nader Vahdat' },
    property: 'description',
    value: { text: 'He holds a letter' },
  });
  const { facts, problems } = await send('claim', claim('seen'));
  expect(problems).toEqual([]);
  expect(facts.claims.map(({ property, basis, passage }) => [property, basis, passage])).toEqual(
    ['name', 'description'].map((property) => [
      property,
      'seen',
      expect.objectContaining({ copy: source.copy, quote: null, region: { page: 1, ...region } }),
    ]),
  );
  expect((await send('claim', claim('coded'))).problems).toEqual(['basis-needs-passage']);
  expect((await send('claim', claim('seen', { ...region, x: 0.75 }))).problems).toHaveLength(1);
  const other = await addReadSource(fixture.db, fixture.documenter, text);
  const elsewhere = { ...claim('seen'), place: { copy: other.copy, region } };
  expect((await send('claim', elsewhere)).problems).toEqual(['not-found']);
});
