import { expect, test } from 'vitest';
import { LetterRefusal, type SpooledForm, type SignForm, type SigningFacts } from '#letters';
import type { House } from '#web/context';
import { createKeptForms, type SignPage } from '../../letters/kept-forms.ts';
import { signOrSpool } from './sign-or-spool.ts';

const letter = '00000000-0000-4000-8000-000000000000';
const form: SignForm = {
  person: {
    ...{ name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: '' },
    ...{ address: 'ada@example.org', locale: 'en' },
  },
  appearance: 'named',
  consents: new Set(['sign', 'show']),
};
const sent = {
  ...{ letter, text: 'a'.repeat(64), translation: '', locale: 'en' as const, form },
  ...{ language: undefined, from: '2001:db8:1:2::7', wordings: [] },
};

/** A house whose database is away; its parts that need one are not there. */
function awayHouse(signing?: Partial<SigningFacts>, unkept?: LetterRefusal) {
  const kept: SpooledForm[] = [];
  const signForms = createKeptForms();
  if (signing !== undefined) {
    signForms.put({ locale: 'fa', uid: letter, language: undefined }, {
      signing: { state: 'open', message: '', closesAt: null, ...signing },
    } as SignPage);
  }
  const spool: House['spool'] = {
    ...{ isAway: () => true, noteAway: () => {}, close: () => Promise.resolve() },
    keep: (one) => (unkept ? Promise.reject(unkept) : Promise.resolve(void kept.push(one))),
  };
  return { kept, house: { spool, signForms } as House };
}

const refusal = (code: string) => expect.objectContaining({ code });

test('a form is kept with the network it came from, and never the address', async () => {
  const { house, kept } = awayHouse({});
  expect(await signOrSpool(house, 'A house', sent)).toBe('kept');
  expect(kept).toMatchObject([{ letter, network: '2001:db8:1', typed: { name: 'Ada Example' } }]);
});

test('a letter that this process never showed is found out about later', async () => {
  const { house, kept } = awayHouse();
  expect(await signOrSpool(house, 'A house', sent)).toBe('kept');
  expect(kept).toHaveLength(1);
});

test.each([
  ['sign-closed', { state: 'closed' as const }],
  ['sign-closed', { closesAt: new Date(Date.now() - 1) }],
  ['sign-paused', { state: 'paused' as const, message: 'Wait.' }],
  ['sign-not-yet', { state: 'planned' as const }],
])('%s is said at once of a letter that was so when the database went', async (code, signing) => {
  const { house, kept } = awayHouse(signing);
  await expect(signOrSpool(house, 'A house', sent)).rejects.toEqual(refusal(code));
  expect(kept).toEqual([]);
});

test('a name that is to be withheld is not kept where the instance could open it', async () => {
  const { house, kept } = awayHouse({});
  const choice = { least: 100, verification: 'any', notBefore: undefined } as const;
  const name = { name: 'Ada Example', credit: '', affiliation: '', country: '' };
  for (const withheld of [{ choice, name }, { sealed: 'x'.repeat(26_001) }]) {
    const secret = { ...form, withheld };
    await expect(signOrSpool(house, 'A house', { ...sent, form: secret })).rejects.toEqual(
      refusal('sign-unsealed'),
    );
  }
  expect(kept).toEqual([]);
});

test('one that a browser has encrypted is kept as it came', async () => {
  const { house, kept } = awayHouse({});
  const person = { ...form.person, name: '', credit: '', country: '' };
  const secret = { ...form, person, appearance: 'withheld' as const, withheld: { sealed: '{}' } };
  expect(await signOrSpool(house, 'A house', { ...sent, form: secret })).toBe('kept');
  expect(kept).toMatchObject([{ typed: { appearance: 'withheld', sealed: '{}', name: '' } }]);
});

test('what names no letter or text is refused, and so is what there is no room for', async () => {
  for (const wrong of [{ letter: 'x' }, { text: 'x' }]) {
    const { house, kept } = awayHouse();
    await expect(signOrSpool(house, 'A house', { ...sent, ...wrong })).rejects.toEqual(
      refusal('sign-letter-unknown'),
    );
    expect(kept).toEqual([]);
  }
  const { house } = awayHouse({}, new LetterRefusal({ code: 'sign-unkept' }));
  await expect(signOrSpool(house, 'A house', sent)).rejects.toEqual(refusal('sign-unkept'));
});
