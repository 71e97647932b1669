import { describe, expect, test } from 'vitest';
import { canonicalJson, parsePolicy, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { documentOf, person, sampleDossier, samplePage } from '../test/sample-dossier.ts';
import { cosignedAt, sampleLog } from '../test/sample-log.ts';
import { verifyDossier, verifyEdition, writeDossier } from './index.ts';

const sample = sampleDossier({ succeeded: true });
const { log, contents } = sample;
const [succession] = log.successions;
if (succession === undefined) throw new Error('no succession');
const utf8 = (text: string) => new TextEncoder().encode(text);
const withSuccessions = (successions: readonly JsonValue[]) =>
  writeDossier(node, { ...contents, successions }, samplePage);
const check = (bytes: Uint8Array) => verifyDossier(node, { bytes, policy: log.policy });
const cut = (value: JsonValue, from: string, to: string) =>
  JSON.parse(JSON.stringify(value).replace(from, to)) as JsonValue;

const told = {
  from: expect.stringContaining('log.example/5f0c+'),
  successor: expect.stringContaining('log.example/5f0c+'),
  entry: '00000000-0000-4000-8000-000000000000',
  index: 0n,
  timeMs: Number(cosignedAt[0]) * 1000,
};

describe('a dossier of a log whose key was succeeded', () => {
  test('is proven to who knows only the old key, and says so', async () => {
    expect(await check(sample.bytes)).toMatchObject({ outcome: 'proven', successions: [told] });
  });

  test('agrees with itself without a policy', async () => {
    expect(await verifyDossier(node, { bytes: sample.bytes })).toMatchObject({
      outcome: 'unidentified',
      successions: [told],
    });
  });

  test('is refused without its succession: the old key has not signed', async () => {
    expect(await check(withSuccessions([]))).toMatchObject({
      outcome: 'refused',
      code: 'signature-missing',
    });
  });

  test.each<[string, readonly JsonValue[], string, string]>([
    ['at another place', [cut(succession, 'index 0', 'index 1')], 'inclusion-invalid', '1'],
    ['twice', [succession, succession], 'succession-invalid', '2'],
    ['with more in it', [{ ...(succession as object), more: 1 }], 'succession-unreadable', '1'],
    ['that is none', [{ v: 1 }], 'succession-unreadable', '1'],
  ])('is refused with a succession %s', async (_what, successions, code, number) => {
    expect(await check(withSuccessions(successions))).toMatchObject({
      ...{ outcome: 'refused', code, member: `successions/${number}.json` },
    });
  });

  test('has its successions once, and not in each proof', async () => {
    const editions = contents.editions.map((one) => ({
      ...one,
      proof: { ...(one.proof as object), successions: log.successions },
    }));
    const bytes = writeDossier(node, { ...contents, editions }, samplePage);
    expect(await check(bytes)).toMatchObject({ outcome: 'refused', code: 'proof-unreadable' });
  });
});

describe('an edition by its proof alone', () => {
  const document = documentOf(person, 'person', 'A director');
  const one = sampleLog([{ subject: person, number: 1, document }], { succeeded: true });
  const verdictOf = (more: object) =>
    verifyEdition(node, {
      proof: utf8(JSON.stringify({ ...(one.proofOf(person) as object), ...more })),
      document: utf8(canonicalJson(document)),
      policy: parsePolicy(node, utf8(one.policyText)),
      isTrusted: true,
    });

  test('is proven with the successions it carries', () => {
    expect(verdictOf({ successions: one.successions })).toMatchObject({
      ...{ outcome: 'proven', successions: [told] },
    });
  });

  test('is refused without them, or with another', () => {
    expect(verdictOf({})).toMatchObject({ outcome: 'refused', code: 'signature-missing' });
    const other = [cut(succession, '"v":1', '"v":2')];
    expect(verdictOf({ successions: other })).toMatchObject({ code: 'proof-unreadable' });
  });
});
