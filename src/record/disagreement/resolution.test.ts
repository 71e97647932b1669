import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../claims/claim.ts';
import { projectEntity } from '../projection/project-entity.ts';
import { property, resolutionRules, type Property } from '../vocabulary/index.ts';
import { resolve, type Decision, type Standing } from './resolution.ts';

const standing: Standing = { canonical: new Map(), reliabilityOf: () => 0 };

function definition(code: string): Property {
  const found = property(code);
  if (found === undefined) throw new Error(`expected the property ${code}`);
  return found;
}

let nextId = 1;
function claim(fields: Partial<Claim>): Claim {
  const id = String(nextId);
  nextId += 1;
  return {
    id,
    uid: `uid-${id}`,
    entityId: '1',
    property: 'birthDate',
    value: '1980',
    valueEntityId: null,
    measure: null,
    valueFrom: null,
    valueTo: null,
    language: null,
    original: null,
    passageId: '1',
    basis: 'coded',
    reason: '',
    certainty: 'likely',
    valid: null,
    scopeId: 2,
    authorId: '1',
    createdAt: new Date(0),
    supersedes: null,
    state: 'accepted',
    sourceId: '1',
    chain: [],
    ...fields,
  };
}

const lawyer = { entityId: null, sourceId: null, label: 'His lawyer', seen: false };

describe('origins', () => {
  test('one lawyer read in three papers is one voice; a second paper without him another', () => {
    const claims = ['1', '2', '3'].map((sourceId) => claim({ sourceId, chain: [lawyer] }));
    const own = claim({ sourceId: '4' });
    const outcome = resolve(definition('birthDate'), [...claims, own], undefined, standing);
    expect(outcome.shown.map((group) => group.origins.length)).toEqual([2]);
  });

  test('two entities merged into one are one voice', () => {
    const link = (entityId: string) => ({ entityId, sourceId: null, label: null, seen: true });
    const claims = [claim({ chain: [link('7')] }), claim({ chain: [link('8')] })];
    const merged = { ...standing, canonical: new Map([['8', '7']]) };
    expect(
      resolve(definition('birthDate'), claims, undefined, merged).shown[0]?.origins,
    ).toHaveLength(1);
  });
});

describe('disagreement', () => {
  test('a finer date agrees with a coarser one that contains it', () => {
    const claims = [claim({ value: '1980-05' }), claim({ value: '1980-05-01' })];
    expect(resolve(definition('birthDate'), claims, undefined, standing).dispute).toBe('none');
  });

  test('two dates that cannot both be true contradict, unsettled until somebody decides', () => {
    const claims = [claim({ value: '1980' }), claim({ value: '1981' })];
    const outcome = resolve(definition('birthDate'), claims, undefined, standing);
    expect(outcome).toMatchObject({ dispute: 'contradiction', settled: false });
  });

  test('one name in two languages is no disagreement; two in one language is', () => {
    const inPersian = claim({ property: 'name', value: 'مینا', language: 'fa' });
    const inEnglish = claim({ property: 'name', value: 'Mina', language: 'en' });
    const other = claim({ property: 'name', value: 'Nina', language: 'en' });
    const name = definition('name');
    expect(resolve(name, [inPersian, inEnglish], undefined, standing).dispute).toBe('none');
    expect(resolve(name, [inPersian, inEnglish, other], undefined, standing).dispute).toBe(
      'contradiction',
    );
  });

  test('figures that count different things stand side by side without a winner', () => {
    const figure = (lower: number, counted: string) =>
      claim({ property: 'killedCount', value: `${lower}`, measure: { lower, unit: 'u', counted } });
    const claims = [figure(3000, 'civilians'), figure(16_000, 'dead')];
    const outcome = resolve(definition('killedCount'), claims, undefined, standing);
    expect(outcome).toMatchObject({ dispute: 'different-measure', settled: true, others: [] });
    expect(outcome.shown).toHaveLength(2);
  });
});

describe('the five rules', () => {
  const papers = [
    claim({ value: '1980', sourceId: '1' }),
    claim({ value: '1981', sourceId: '2' }),
    claim({ value: '1981', sourceId: '3' }),
  ];
  const decide = (decision: Partial<Decision> & Pick<Decision, 'rule'>) =>
    resolve(
      definition('birthDate'),
      papers,
      { chosenClaimId: null, sourceRanking: [], reason: 'because', ...decision },
      standing,
    ).shown.map((group) => group.claims[0]?.value);

  test.each<[Partial<Decision> & Pick<Decision, 'rule'>, string[]]>([
    [{ rule: 'majority-of-origins' }, ['1981']],
    [{ rule: 'ranked-source', sourceRanking: ['1', '3'] }, ['1980']],
    [{ rule: 'ranked-source', sourceRanking: ['3', '1'] }, ['1981']],
    [{ rule: 'editors-choice', chosenClaimId: papers[0]?.id ?? '' }, ['1980']],
    [{ rule: 'range' }, ['1980', '1981']],
    [{ rule: 'unconfirmed' }, ['1980', '1981']],
  ])('%j', (decision, expected) => {
    expect(decide(decision)).toEqual(expected);
  });

  test('a tie decides nothing', () => {
    const tied = [claim({ value: '1980' }), claim({ value: '1981', sourceId: '2' })];
    const decision = { rule: 'majority-of-origins', chosenClaimId: null } as const;
    const outcome = resolve(
      definition('birthDate'),
      tied,
      { ...decision, sourceRanking: [], reason: 'r' },
      standing,
    );
    expect(outcome.shown).toHaveLength(2);
  });

  test('a better rated source comes first where nobody ranked them', () => {
    const rated = { ...standing, reliabilityOf: (id: string | null) => (id === '2' ? 0 : 3) };
    const outcome = resolve(
      definition('birthDate'),
      papers,
      { rule: 'ranked-source', chosenClaimId: null, sourceRanking: [], reason: 'r' },
      rated,
    );
    expect(outcome.shown.map((group) => group.claims[0]?.value)).toEqual(['1981']);
  });
});

const anyClaims = fc.array(
  fc
    .record({
      property: fc.constantFrom('birthDate', 'name', 'occupation', 'description', 'deathDate'),
      value: fc.constantFrom('1980', '1980-05', '1981', '1981-02-03', '2001'),
      language: fc.constantFrom(null, 'en', 'fa'),
      sourceId: fc.constantFrom('1', '2', '3'),
      scopeId: fc.constantFrom(2, 9),
      chain: fc.constantFrom<Claim['chain']>([], [lawyer]),
    })
    .map(claim),
  { maxLength: 12 },
);

test('no claim is lost or shown twice, whatever the order and the rule', () => {
  fc.assert(
    fc.property(
      anyClaims,
      fc.constantFrom(...resolutionRules),
      fc.infiniteStream(fc.nat()),
      (claims, rule, noise) => {
        const born = claims.map((one) => ({ ...one, property: 'birthDate' }));
        const decision = {
          rule,
          chosenClaimId: born[0]?.id ?? null,
          sourceRanking: ['2'],
          reason: 'r',
        };
        const outcome = resolve(definition('birthDate'), born, decision, standing);
        const ids = [...outcome.shown, ...outcome.others].flatMap((group) =>
          group.claims.map((one) => one.id),
        );
        expect(ids.toSorted()).toEqual(born.map((one) => one.id).toSorted());
        const shuffled = shuffle(born, noise);
        expect(resolve(definition('birthDate'), shuffled, decision, standing)).toEqual(outcome);
      },
    ),
  );
});

test('the projection of one scope owes nothing to another, nor to the order of claims', () => {
  fc.assert(
    fc.property(anyClaims, fc.infiniteStream(fc.nat()), (claims, noise) => {
      const entity = { id: '1', kind: 'person' } as const;
      const project = (some: readonly Claim[]) => projectEntity(entity, some, [], standing);
      const all = project(claims);
      expect(project(shuffle(claims, noise)).profiles).toEqual(all.profiles);
      const teamOnly = project(claims.filter((one) => one.scopeId === 2));
      expect(all.profiles.filter((row) => row.scopeId === 2)).toEqual(teamOnly.profiles);
      expect(all.disputes.filter((row) => row.scopeId === 2)).toEqual(teamOnly.disputes);
    }),
  );
});

function shuffle<Thing>(things: readonly Thing[], noise: Iterator<number>): Thing[] {
  return things
    .map((thing) => ({ thing, key: Number(noise.next().value) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ thing }) => thing);
}
