import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  formatRequest,
  joinShares,
  makeOpening,
  makeShares,
  openName,
  openNames,
  openShare,
  panelDigest,
  parseRequest,
  readOpening,
  readSealedName,
  readShares,
  requireShare,
  sealedNameJson,
  sealName,
  WithheldFault,
  type OpeningRequest,
  type Panel,
  type SealedName,
} from './index.ts';

const letter = '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57';
const round = '0b77e0c2-7b0d-4f2b-8f6e-2d4d5b8e9c11';
const person = { name: 'Nasrin Rad', credit: 'Editor', affiliation: '', country: 'IR' };
const today = '2026-03-01';

let identities: string[];
let recipients: string[];

beforeAll(async () => {
  identities = await Promise.all(Array.from({ length: 7 }, () => generateX25519Identity()));
  recipients = await Promise.all(identities.map((one) => identityToRecipient(one)));
});

function panelOf(count: number, need: number): Panel {
  const organisations = recipients
    .slice(0, count)
    .map((recipient, at) => ({ name: `Organisation ${at + 1}`, recipient }));
  return { letter, need, organisations };
}

const ruleOf = (panel: Panel, notBefore = '2026-02-01') => ({
  ...{ panel: panelDigest(panel), notBefore, until: '2026-12-31' },
});

function keyFile(...lines: readonly (string | undefined)[]): Decrypter {
  const decrypter = new Decrypter();
  for (const line of lines) if (line !== undefined) decrypter.addIdentity(line);
  return decrypter;
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof WithheldFault ? [error.code, error.organisation] : error;
}

test('any k organisations open a name, and no fewer', async () => {
  const sizes = fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 }))
    .filter(([count, need]) => need <= count);
  const cases = sizes.chain(([count, need]) =>
    fc.tuple(
      fc.constant(panelOf(count, need)),
      fc.shuffledSubarray([...Array(count).keys()], { minLength: 1 }),
      fc.record({
        ...{ name: fc.string({ maxLength: 120 }), credit: fc.string({ maxLength: 200 }) },
        ...{ affiliation: fc.string({ maxLength: 200 }), country: fc.constantFrom('', 'IR') },
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ([panel, chosen, name]) => {
      const sealed = await sealName(name, ruleOf(panel), panel);
      const shares = await Promise.all(
        chosen.map((at) => openShare(sealed, at, keyFile(identities[at]))),
      );
      if (chosen.length < panel.need) {
        expect(await codeOf(joinShares(sealed, shares))).toEqual(['withheld-key-wrong', undefined]);
      } else expect(openName(sealed, await joinShares(sealed, shares))).toEqual(name);
    }),
    { numRuns: 40 },
  );
});

test('every sealed name has the same length, and none is in it', async () => {
  const panel = panelOf(3, 2);
  const long = { ...person, name: 'ن'.repeat(120), credit: 'ن'.repeat(200), affiliation: 'x' };
  const [short, other] = await Promise.all([
    sealName(person, ruleOf(panel), panel),
    sealName(long, ruleOf(panel), panel),
  ]);
  expect(other.body.length).toBe(short.body.length);
  const text = JSON.stringify(sealedNameJson(short));
  expect(text).not.toContain('Nasrin');
  expect(text.length).toBe(JSON.stringify(sealedNameJson(other)).length);
  expect(readSealedName(JSON.parse(text) as never)).toEqual(short);
});

test('a share that was altered, exchanged or taken from another name is told, and whose it is', async () => {
  const panel = panelOf(3, 2);
  const [one, two] = await Promise.all([
    sealName(person, ruleOf(panel), panel),
    sealName(person, ruleOf(panel), panel),
  ]);
  const share = await openShare(one, 1, keyFile(identities[1]));
  for (let at = 0; at < share.length; at += 1) {
    const altered = share.map((byte, place) => (place === at ? byte ^ 1 : byte));
    expect(() => requireShare(one, 1, altered)).toThrow(WithheldFault);
  }
  expect(() => requireShare(one, 0, share)).toThrow(WithheldFault);
  const swapped = { ...one, shares: [...two.shares] };
  expect(await codeOf(openShare(swapped, 1, keyFile(identities[1])))).toEqual([
    ...['withheld-share-foreign', 1],
  ]);
  const wrong = {
    ...one,
    shares: one.shares.map((own) => ({ ...own, check: new Uint8Array(32) })),
  };
  expect(await codeOf(openShare(wrong, 2, keyFile(identities[2])))).toEqual([
    ...['withheld-share-wrong', 2],
  ]);
  expect(await codeOf(openShare(one, 2, keyFile(identities[1])))).toEqual([
    ...['withheld-identity', 2],
  ]);
});

test('a rule that the signer did not choose opens nothing', async () => {
  const panel = panelOf(3, 2);
  const sealed = await sealName(person, ruleOf(panel, '2026-06-01'), panel);
  const earlier: SealedName = { ...sealed, rule: ruleOf(panel) };
  expect(await codeOf(openShare(earlier, 0, keyFile(identities[0])))).toEqual([
    ...['withheld-share-foreign', 0],
  ]);
  const other = panelOf(4, 2);
  expect(await codeOf(sealName(person, ruleOf(other), panel))).toEqual([
    ...['withheld-malformed', undefined],
  ]);
});

async function ceremony(names: number) {
  const panel = panelOf(3, 2);
  const sealed = await Promise.all(
    Array.from({ length: names }, (_, at) =>
      sealName({ ...person, name: `Person ${at}` }, ruleOf(panel), panel),
    ),
  );
  const [openers = '', desk = ''] = recipients.slice(5);
  const request: OpeningRequest = {
    ...{ round, title: 'To those who can act', panel, openers, desk, names: sealed },
  };
  const bytes = formatRequest(request);
  const hand = async (at: number) =>
    (await makeShares(bytes, request, keyFile(identities[at]), today)).bytes;
  const take = (file: Uint8Array, key = identities[5]) =>
    readShares(file, bytes, request, keyFile(key));
  return { request, bytes, hand, take };
}

test('two of three organisations open a request, and its keys go to who asked alone', async () => {
  const { request, bytes, hand, take } = await ceremony(3);
  expect(parseRequest(bytes)).toEqual(request);
  const given = [await take(await hand(2)), await take(await hand(0))];
  const made = await makeOpening(bytes, request, given);
  expect(made).toMatchObject({ opened: 3, failed: [] });
  expect(await codeOf(readOpening(made.bytes, keyFile(identities[5])))).toEqual([
    ...['withheld-identity', undefined],
  ]);
  const { keys } = await readOpening(made.bytes, keyFile(identities[6]));
  const { opened, failed } = openNames(request.names, keys);
  expect(failed).toEqual([]);
  expect([...opened.values()].map(({ name }) => name)).toEqual([
    'Person 0',
    'Person 1',
    'Person 2',
  ]);
});

test('one organisation, also twice, and files of another ceremony open nothing', async () => {
  const { request, bytes, hand, take } = await ceremony(1);
  const own = await take(await hand(1));
  expect(await codeOf(makeOpening(bytes, request, [own]))).toEqual(['withheld-too-few', undefined]);
  expect(await codeOf(makeOpening(bytes, request, [own, own]))).toEqual([
    'withheld-share-twice',
    1,
  ]);
  const forged = { ...own, organisation: 0 };
  expect(await makeOpening(bytes, request, [own, forged])).toMatchObject({ opened: 0 });
  const other = await ceremony(1);
  expect(await codeOf(take(await other.hand(2)))).toEqual(['withheld-other-request', 2]);
  expect(await codeOf(take(await hand(1), identities[0]))).toEqual(['withheld-identity', 1]);
  expect(await codeOf(hand(4))).toEqual(['withheld-identity', undefined]);
});

test('a name that its signer spoiled is told, and does not hold up the others', async () => {
  const { request, bytes } = await ceremony(2);
  const [good, bad] = request.names;
  if (good === undefined || bad === undefined) throw new Error('two names');
  const [first, ...rest] = bad.shares;
  const nonsense = { check: new Uint8Array(32), age: first?.age ?? bytes };
  const spoiled = { ...request, names: [{ ...bad, shares: [nonsense, ...rest] }, good] };
  const file = formatRequest(spoiled);
  const made = await makeShares(file, spoiled, keyFile(identities[0]), today);
  expect(made).toMatchObject({ organisation: 0, names: 1 });
  expect(made.faults).toEqual([{ id: bad.id, code: 'withheld-share-wrong' }]);
  const other = await makeShares(file, spoiled, keyFile(identities[1]), today);
  const given = await Promise.all(
    [made, other].map((one) => readShares(one.bytes, file, spoiled, keyFile(identities[5]))),
  );
  expect(await makeOpening(file, spoiled, given)).toMatchObject({ opened: 1, failed: [bad.id] });
});

test('no share is given before the day of the rule, whatever is asked', async () => {
  const { request, bytes } = await ceremony(1);
  const early = makeShares(bytes, request, keyFile(identities[0]), '2026-01-31');
  expect(await codeOf(early)).toEqual(['withheld-too-early', undefined]);
});

test('a panel in which one organisation would be enough, or that names one twice, is none', async () => {
  const request = (await ceremony(1)).request;
  const refused = (panel: Partial<Panel>) =>
    codeOf(
      Promise.resolve().then(() =>
        parseRequest(formatRequest({ ...request, panel: { ...request.panel, ...panel } })),
      ),
    );
  const { organisations } = request.panel;
  expect(await refused({ need: 1 })).toEqual(['withheld-need', undefined]);
  expect(await refused({ need: 4 })).toEqual(['withheld-need', undefined]);
  const [first] = organisations;
  if (first === undefined) throw new Error('a panel');
  expect(await refused({ organisations: [first, first] })).toEqual(['withheld-recipient', 1]);
  expect(await refused({ organisations: organisations.slice(0, 2) })).toEqual([
    ...['withheld-malformed', undefined],
  ]);
});

test('whatever bytes are given, they are read or refused', async () => {
  const { request, bytes } = await ceremony(1);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: bytes.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      async (at, byte) => {
        const altered = bytes.map((own, place) => (place === at ? byte : own));
        let read: OpeningRequest;
        try {
          read = parseRequest(altered);
        } catch (error) {
          expect(error).toBeInstanceOf(WithheldFault);
          return;
        }
        expect(formatRequest(read)).toEqual(altered);
      },
    ),
    { numRuns: 100 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (junk) => {
      await expect(readShares(junk, bytes, request, keyFile(identities[5]))).rejects.toThrow(
        WithheldFault,
      );
    }),
    { numRuns: 50 },
  );
});
