import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { roles, type Actor } from './actor.ts';
import { actions, may, needsAnotherPerson } from './permissions.ts';

const scopes = fc.uniqueArray(fc.integer({ min: 1, max: 9 }));
const actors: fc.Arbitrary<Actor> = fc.record({
  accountId: fc.constantFrom('1', '2', '3'),
  uid: fc.uuid(),
  name: fc.string(),
  roles: fc.subarray([...roles]),
  scopes,
});
const action = fc.constantFrom(...actions);
const facts = fc.record(
  {
    scopeId: fc.integer({ min: 1, max: 9 }),
    authorId: fc.constantFrom('1', '2', '3'),
    singlePerson: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('outside their scopes nobody may do anything', () => {
  fc.assert(
    fc.property(actors, action, facts, (actor, what, given) => {
      fc.pre(given.scopeId !== undefined && !actor.scopes.includes(given.scopeId));
      expect(may(actor, what, given)).toBe(false);
    }),
  );
});

test('nobody decides about their own work, unless one person runs the instance', () => {
  fc.assert(
    fc.property(actors, fc.constantFrom(...needsAnotherPerson), facts, (actor, what, given) => {
      const own = { ...given, authorId: actor.accountId };
      expect(may(actor, what, { ...own, singlePerson: false })).toBe(false);
      const alone = may(actor, what, { ...own, singlePerson: true });
      expect(alone).toBe(may(actor, what, { ...own, authorId: '99' }));
    }),
  );
});

test('without a role nothing is allowed, and a further role never takes anything away', () => {
  fc.assert(
    fc.property(actors, action, facts, fc.constantFrom(...roles), (actor, what, given, more) => {
      expect(may({ ...actor, roles: [] }, what, given)).toBe(false);
      if (!may(actor, what, given)) return;
      expect(may({ ...actor, roles: [...actor.roles, more] }, what, given)).toBe(true);
    }),
  );
});

test('the name of a person decides nothing', () => {
  fc.assert(
    fc.property(actors, action, facts, fc.string(), (actor, what, given, name) => {
      expect(may({ ...actor, name }, what, given)).toBe(may(actor, what, given));
    }),
  );
});

test('only administrators manage accounts, watch the operation and add terms', () => {
  fc.assert(
    fc.property(actors, (actor) => {
      for (const what of ['account.manage', 'operation.watch', 'term.add'] as const) {
        expect(may(actor, what)).toBe(actor.roles.includes('administrator'));
      }
    }),
  );
});

test('campaigners and caseworkers alone change nothing in the record', () => {
  const actor = { accountId: '1', uid: '', name: '', scopes: [1] };
  const allowed = actions.filter((what) =>
    may({ ...actor, roles: ['campaigner', 'caseworker'] }, what),
  );
  expect(allowed).toEqual(['desk.enter', 'note.write', 'letter.write', 'letter.decide']);
});
