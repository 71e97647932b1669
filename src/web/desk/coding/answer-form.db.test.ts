import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { codePointOffset } from '#platform/languages';
import { decideClaims, inLocale, vocabulary } from '#record';
import { answerForm, type Answer } from './answer-form.ts';
import { codingFacts, type CodingFacts } from './coding-facts.ts';
import { mergeChanges } from './merge-changes.ts';
import {
  addReadSource,
  openCodingFixture,
  type CodingFixture,
  type ReadSource,
} from './coding-fixture.ts';
import type { ActRequestInput, ClaimRequestInput, NamesRequestInput } from './requests.ts';

const text =
  '🎬 Nader Vahdat was sentenced to eight years in prison, his lawyer said on 9 January 2026.\n' +
  'The letter was signed by Ada Lind, Bo Ek and Cem Ay. The film was banned. The film was banned.';

let fixture: CodingFixture;
let source: ReadSource;

beforeAll(async () => {
  fixture = await openCodingFixture();
});

afterAll(() => fixture.close());

interface Shown extends Answer {
  /** What the page shows after it. */
  readonly facts: CodingFacts;
}

// Whatever is sent, the page that merged the answer must be the page that a reload would show.
async function send(
  fields: Readonly<Record<string, string>>,
  actor: Actor = fixture.documenter,
): Promise<Shown> {
  const facts = () => codingFacts(fixture.db, actor, 'en', source.uid);
  const before = await facts();
  const request = new Request('https://desk.example/', {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  const { page, layer } = source;
  const answer = await answerForm(request, { db: fixture.db, actor, locale: 'en', page, layer });
  const after = mergeChanges(before, answer.changes);
  expect(after).toEqual(await facts());
  return { ...answer, facts: after };
}

const sendClaim = (request: ClaimRequestInput, actor?: Actor) =>
  send({ form: 'claim', request: JSON.stringify(request) }, actor);

function placeOf(words: string) {
  const at = text.indexOf(words);
  const [start, end] = [codePointOffset(text, at), codePointOffset(text, at + words.length)];
  return { layer: source.layer, start, end };
}

function sentence(extra: Partial<ClaimRequestInput> = {}): ClaimRequestInput {
  return {
    place: placeOf('Nader Vahdat was sentenced to eight years in prison'),
    subject: { kind: 'person', name: 'Nader Vahdat' },
    property: 'description',
    value: { text: 'A film director' },
    basis: 'coded',
    certainty: 'likely',
    chain: [
      { label: 'his lawyer', seen: false },
      { source: source.uid, seen: true },
    ],
    language: 'en',
    ...extra,
  };
}

const codes = (answer: Pick<Answer, 'state'>) =>
  answer.state.problems.map(({ code, field }) => `${field ?? ''} ${code}`);

describe('a claim from the words of a source', () => {
  beforeAll(async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
  });

  test('is saved with its passage, its new entity and its chain, and answered with the page', async () => {
    const answer = await sendClaim(sentence());
    expect(codes(answer)).toEqual([]);
    const { claims } = answer.facts;
    expect(claims.map(({ property, valueText, basis }) => [property, valueText, basis])).toEqual([
      ['name', 'Nader Vahdat', 'quoted'],
      ['description', 'A film director', 'coded'],
    ]);
    expect(new Set(claims.map(({ entity }) => entity.uid)).size).toBe(1);
    const [claim] = claims;
    expect(claim?.passage?.quote).toBe('Nader Vahdat was sentenced to eight years in prison');
    expect(claim?.passage?.layer).toBe(source.layer);
    expect(claim?.chain.map(({ text: who, seen }) => [who, seen])).toEqual([
      ['his lawyer', false],
      ['A report', true],
    ]);
    expect(answer.coded?.subject).toBe(claim?.entity.uid);
  });

  test('begins the work on the source', async () => {
    const { work_state } = await fixture.db
      .selectFrom('source')
      .where('uid', '=', source.uid)
      .select('work_state')
      .executeTakeFirstOrThrow();
    expect(work_state).toBe('in-work');
  });

  test('names somebody new once when the claim is the name itself', async () => {
    const answer = await sendClaim(
      sentence({
        subject: { kind: 'person', name: '' },
        property: 'name',
        value: { text: 'Nader Vahdat' },
        basis: 'quoted',
      }),
    );
    expect(codes(answer)).toEqual([]);
    expect(answer.coded?.claims).toHaveLength(1);
  });

  test('leaves nothing behind when it is refused, and says which field', async () => {
    const before = await counted();
    const bad = await sendClaim(
      sentence({ property: 'birthDate', value: { text: 'the other day' } }),
    );
    expect(codes(bad)).toEqual(['value value-bad-date']);
    expect(await counted()).toEqual(before);
    const nobody = await sendClaim(sentence({ subject: { kind: 'person', name: ' ' } }));
    expect(codes(nobody)).toEqual(['subject name-missing']);
    const nowhere = { layer: source.layer, start: 5, end: 5_000 };
    expect(codes(await sendClaim(sentence({ place: nowhere })))).toEqual([
      'passage passage-out-of-text',
    ]);
    expect(await counted()).toEqual(before);
  });

  test('holds when it was said to hold, read as a person types it', async () => {
    const answer = await sendClaim(sentence({ valid: '9 January 2026' }));
    expect(answer.facts.claims.at(-1)?.valid).toBe('2026-01-09');
  });

  test('does not exist for somebody outside the team', async () => {
    const answer = await sendClaim(sentence(), fixture.outsider);
    expect(answer.ok).toBe(false);
    expect(codes(answer)).toEqual(['passage not-found']);
    expect(answer.facts.claims).toEqual([]);
  });

  test('cannot rest on the words of another source', async () => {
    const other = await addReadSource(fixture.db, fixture.documenter, 'Other words.');
    const answer = await sendClaim(sentence({ place: { layer: other.layer, start: 0, end: 5 } }));
    expect(codes(answer)).toEqual(['passage not-found']);
  });

  test('is refused as unreadable when it is no request at all', async () => {
    expect((await send({ form: 'claim', request: '{"a":' })).ok).toBe(false);
    expect((await send({ form: 'claim', request: '[]' })).ok).toBe(false);
    expect((await send({ form: 'nothing' })).ok).toBe(false);
  });
});

describe('a claim somebody else has changed', () => {
  test('is refused, and the other version stands in the answer', async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
    const first = await sendClaim(sentence());
    const [subject, claim] = [first.coded?.subject ?? '', first.coded?.claims.at(-1) ?? ''];
    const change = (value: string) =>
      sentence({ subject: { uid: subject }, value: { text: value }, supersedes: claim });
    expect((await sendClaim(change('A director'), fixture.reviewer)).ok).toBe(true);
    const late = await sendClaim(change('A film maker'));
    expect(codes(late)).toEqual(['supersedes claim-changed']);
    const theirs = late.facts.claims.find(({ supersedes }) => supersedes === claim);
    expect([theirs?.valueText, theirs?.author.name]).toEqual(['A director', 'Omid']);
  });
});

describe('an act in one form', () => {
  test('becomes the act, its involvement and everybody new in it', async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
    const request: ActRequestInput = {
      place: placeOf('Nader Vahdat was sentenced to eight years in prison'),
      actType: vocabulary('acts').terms[0]?.code ?? '',
      victims: [{ kind: 'person', name: 'Nader Vahdat' }],
      perpetrators: [{ entity: { kind: 'group', name: 'The court' } }],
      date: '9 January 2026',
      where: { kind: 'place', name: 'Tehran' },
      basis: 'coded',
      certainty: 'likely',
      chain: [],
    };
    const answer = await send({ form: 'act', request: JSON.stringify(request) });
    expect(codes(answer)).toEqual([]);
    const kinds = answer.facts.claims.map(({ entity }) => entity.kind);
    expect(new Set(kinds)).toEqual(new Set(['person', 'group', 'place', 'act', 'involvement']));
    const nobody = { ...request, victims: [] };
    expect(codes(await send({ form: 'act', request: JSON.stringify(nobody) }))).toEqual([
      'victims act-without-victim',
    ]);
  });
});

describe('a list of names', () => {
  const row = (name: string) => {
    const { start, end } = placeOf(name);
    return { start, end, name };
  };

  test('gives each its own words, and its occupation by name', async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
    const [occupation] = vocabulary('occupations').terms;
    const named = occupation === undefined ? '' : inLocale(occupation.labels, 'en');
    const request: NamesRequestInput = {
      layer: source.layer,
      kind: 'person',
      rows: [{ ...row('Ada Lind'), occupation: named.toUpperCase() }, row('Bo Ek'), row('Cem Ay')],
      language: 'en',
      certainty: 'unknown',
      chain: [],
    };
    const answer = await send({ form: 'names', request: JSON.stringify(request) });
    expect(codes(answer)).toEqual([]);
    const names = answer.facts.claims.filter(({ property }) => property === 'name');
    expect(names.map(({ passage, valueText }) => [passage?.quote, valueText])).toEqual([
      ['Ada Lind', 'Ada Lind'],
      ['Bo Ek', 'Bo Ek'],
      ['Cem Ay', 'Cem Ay'],
    ]);
    expect(answer.facts.claims.find(({ property }) => property === 'occupation')?.valueText).toBe(
      named,
    );
    const unknown = { ...request, rows: [{ ...row('Bo Ek'), occupation: 'wizardry' }] };
    expect(codes(await send({ form: 'names', request: JSON.stringify(unknown) }))).toEqual([
      '0.occupation value-bad-term',
    ]);
  });

  test('names what is new in common by its own words, not by those of the first in the list', async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
    const request = (name: string, words: string): NamesRequestInput => ({
      ...{ layer: source.layer, kind: 'person', language: 'en', certainty: 'unknown', chain: [] },
      rows: [row('Ada Lind'), row('Bo Ek')],
      role: {
        entity: { kind: 'intervention', name },
        property: 'intervener',
        ...{ start: placeOf(words).start, end: placeOf(words).end },
      },
    });
    await send({ form: 'names', request: JSON.stringify(request('The letter', 'The letter')) });
    const whole = 'The letter was signed by Ada Lind, Bo Ek';
    const answer = await send({
      form: 'names',
      request: JSON.stringify(request('Protest of the two', whole)),
    });
    expect(codes(answer)).toEqual([]);
    const titles = answer.facts.claims.filter(({ property }) => property === 'title');
    expect(titles.map(({ passage, basis }) => [passage?.quote, basis])).toEqual([
      ['The letter', 'quoted'],
      [whole, 'coded'],
    ]);
  });
});

describe('the form without scripts', () => {
  const plain = {
    form: 'plain-claim',
    subject: '',
    subjectName: 'The film',
    property: 'work:title',
    value: 'The film',
    certainty: 'likely',
  };

  test('finds the words in the text, and asks when they stand there twice', async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
    const twice = await send({ ...plain, quote: 'The film was banned' });
    expect(codes(twice)).toEqual(['nth quote-ambiguous']);
    expect(twice.places).toHaveLength(2);
    expect(twice.state.typed['value']).toEqual(['The film']);
    const second = await send({ ...plain, quote: 'The film was banned', nth: '1' });
    expect(codes(second)).toEqual([]);
    expect(second.facts.claims.map(({ passage }) => passage?.start)).toEqual([
      codePointOffset(text, text.lastIndexOf('The film was banned')),
    ]);
    const nowhere = await send({ ...plain, quote: 'The play was banned' });
    expect(codes(nowhere)).toEqual(['quote quote-not-found']);
  });
});

describe('notes, translations and taking back', () => {
  test('stand beside the claim they belong to', async () => {
    source = await addReadSource(fixture.db, fixture.documenter, text);
    const { facts } = await sendClaim(sentence());
    const [claim] = facts.claims;
    const passage = claim?.passage?.uid ?? '';
    await send({ form: 'note', subject: 'claim', uid: claim?.uid ?? '', body: 'Ask the lawyer.' });
    await send({ form: 'translate', passage, language: 'fa', text: 'به هشت سال زندان محکوم شد' });
    const own = await send({ form: 'note', subject: 'source', uid: source.uid, body: ' ' });
    expect(codes(own)).toEqual(['body note-empty']);
    const [note] = own.facts.claims[0]?.notes ?? [];
    const [translation] = own.facts.translations;
    expect(note?.body).toBe('Ask the lawyer.');
    expect([translation?.language, translation?.machine]).toEqual(['fa', false]);
    const review = { form: 'review-translation', layer: translation?.uid ?? '' };
    expect((await send(review)).ok).toBe(false);
    const reviewed = await send(review, fixture.reviewer);
    expect(reviewed.facts.translations[0]?.reviewedBy).toBe('Omid');
  });

  test('a proposal is taken back by its author, with a reason', async () => {
    const { coded } = await sendClaim(sentence());
    const claim = coded?.claims.at(-1) ?? '';
    expect(codes(await send({ form: 'withdraw', claim, reason: '' }))).toEqual([
      'comment comment-missing',
    ]);
    const theirs = await send({ form: 'withdraw', claim, reason: 'x' }, fixture.reviewer);
    expect(theirs.ok).toBe(false);
    const gone = await send({ form: 'withdraw', claim, reason: 'misread' });
    expect(gone.facts.claims.map(({ uid }) => uid)).not.toContain(claim);
  });

  test('what was accepted shows as accepted', async () => {
    const { coded } = await sendClaim(sentence());
    const claim = coded?.claims.at(-1) ?? '';
    await fixture.db
      .transaction()
      .execute((tx) => decideClaims(tx, fixture.reviewer, [claim], 'accepted', ''));
    const { facts } = await send({ form: 'arrange', change: 'done' });
    expect(facts.claims.find(({ uid }) => uid === claim)?.state).toBe('accepted');
  });
});

async function counted() {
  const count = async (table: 'claim' | 'entity' | 'passage') =>
    fixture.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll().as('rows'))
      .executeTakeFirstOrThrow();
  return Promise.all([count('claim'), count('entity'), count('passage')]);
}
