import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, parsePolicy, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { noble } from '@countersign/proof/noble';
import {
  sampleDossier,
  samplePage,
  documentOf,
  film,
  paper,
  person,
} from '../test/sample-dossier.ts';
import { cosignedAt, sampleLog } from '../test/sample-log.ts';
import { formatManifest, parseManifest, type Manifest } from './manifest.ts';
import {
  mentionedSubjects,
  readZip,
  verifyDossier,
  writeZip,
  writeDossier,
  type Verdict,
} from './index.ts';
import type { ZipMember } from './zip-records.ts';

const sample = sampleDossier();
const { bytes, log } = sample;
const page = samplePage;
const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (from: Uint8Array) => new TextDecoder().decode(from);

const check = (file: Uint8Array) => verifyDossier(node, { bytes: file, policy: log.policy, page });

/** The dossier with its members changed, and a manifest that was made to fit them. */
function forged(
  change: (members: readonly ZipMember[]) => readonly ZipMember[],
  changeHead: (manifest: Manifest) => Manifest = (one) => one,
): Uint8Array {
  const members = readZip(bytes);
  const manifest = parseManifest(members.at(-1)?.bytes ?? new Uint8Array());
  const kept = change(members.slice(0, -1));
  const listed = kept.map(({ name, bytes: content }) => ({
    ...{ name, length: content.length },
    sha256: Buffer.from(node.sha256(content)).toString('hex'),
  }));
  const written = formatManifest({ ...changeHead(manifest), members: listed });
  return writeZip([...kept, { name: 'manifest.json', bytes: written }]);
}

/** One member with other words in it. */
function rewritten(name: string, change: (words: string) => string): Uint8Array {
  return forged((members) =>
    members.map((one) =>
      one.name === name ? { name, bytes: utf8(change(text(one.bytes))) } : one,
    ),
  );
}

const refusal = (code: string, member: string) =>
  expect.objectContaining({ outcome: 'refused', code, member }) as Verdict;

describe('a sound dossier', () => {
  test('is proven under the policy of who asks', async () => {
    const verdict = await check(bytes);
    expect(verdict).toMatchObject({
      outcome: 'proven',
      form: 'dossier',
      subject: person,
      editions: [
        { subject: person, kind: 'person', number: 2, latest: true },
        { subject: film, kind: 'work', number: 1, latest: true },
        { subject: paper, kind: 'source', number: 1, latest: true },
      ],
      times: { earliestMs: Number(cosignedAt[0]) * 1000, timestamps: [] },
      claims: 3,
      page: 'same',
      leftOut: [],
      notProven: ['truth', 'time-by-cosignatures', 'later', 'head'],
    });
    expect(await verifyDossier(noble, { bytes, policy: log.policy, page })).toEqual(verdict);
  });

  test('without a policy is consistent with the keys it names, and no more', async () => {
    const verdict = await verifyDossier(node, { bytes, page });
    expect(verdict).toMatchObject({ outcome: 'unidentified' });
    expect(verdict.outcome !== 'refused' && verdict.notProven).toContain('identity');
  });

  test('whose page cannot be made again says that it was not checked', async () => {
    for (const other of [undefined, { ...samplePage, version: '2' }]) {
      const verdict = await verifyDossier(node, { bytes, policy: log.policy, page: other });
      expect(verdict).toMatchObject({ outcome: 'proven', page: 'not-checked' });
      expect(verdict.outcome !== 'refused' && verdict.notProven).toContain('page');
    }
  });

  test('has the same bytes whenever it is written', () => {
    expect(writeDossier(node, sample.contents, page)).toEqual(bytes);
    const shuffled = sample.contents.editions.map((one) => ({
      ...one,
      document: Object.fromEntries(
        Object.entries(one.document as object).toReversed(),
      ) as JsonValue,
    }));
    expect(writeDossier(node, { ...sample.contents, editions: shuffled }, page)).toEqual(bytes);
    const turned = { ...sample.contents, editions: sample.contents.editions.toReversed() };
    expect(writeDossier(node, turned, page)).toEqual(bytes);
  });

  test('names what it mentions and does not carry', async () => {
    const alone = { ...sample.contents, editions: sample.contents.editions.slice(0, 1) };
    const verdict = await check(writeDossier(node, alone, page));
    expect(verdict).toMatchObject({ outcome: 'proven', leftOut: [film, paper] });
  });
});

describe('under a policy', () => {
  test('of another log, or of countersigners that did not sign, it is refused', async () => {
    const stranger = log.policyText.replace(/^log.*\n/m, '');
    const other = parsePolicy(node, utf8(stranger));
    const verdict = await verifyDossier(node, { bytes, policy: other, page });
    expect(verdict).toMatchObject({ outcome: 'refused', member: `proofs/${person}.json` });
    const single = sampleDossier({ countersigners: 1 });
    expect(await verifyDossier(node, { bytes: single.bytes, policy: log.policy, page })).toEqual(
      refusal('quorum-missing', `proofs/${person}.json`),
    );
  });

  test('without countersigners nobody but the log has signed', async () => {
    const lonely = sampleDossier({ countersigners: 0 });
    const verdict = await verifyDossier(node, { bytes: lonely.bytes, page });
    expect(verdict.outcome !== 'refused' && verdict.notProven).toEqual(
      expect.arrayContaining(['no-countersigners', 'no-time']),
    );
  });
});

describe('what was altered and listed anew is refused, and named', () => {
  const cases: readonly (readonly [string, Uint8Array, string, string])[] = [
    [
      'the words of an edition',
      rewritten(`editions/${film}.json`, (words) => words.replaceAll('A film', 'A lie')),
      'edition-mismatch',
      `editions/${film}.json`,
    ],
    [
      'an edition with white space',
      rewritten(`editions/${film}.json`, (words) => `${words}\n`),
      'edition-malformed',
      `editions/${film}.json`,
    ],
    [
      'a claim',
      rewritten('claims.jsonl', (words) => words.replace('A paper', 'A liar')),
      'claims-differ',
      'claims.jsonl',
    ],
    [
      'the page',
      rewritten('index.html', (words) => words.replace('A director', 'A traitor')),
      'page-differs',
      'index.html',
    ],
    [
      'more in a proof than belongs there',
      rewritten(`proofs/${film}.json`, (words) =>
        words.replace('{"edition"', '{"also":1,"edition"'),
      ),
      'proof-unreadable',
      `proofs/${film}.json`,
    ],
    ['no policy', rewritten('policy.txt', () => 'log x\n'), 'policy-malformed', 'policy.txt'],
    [
      'a member left out',
      forged((members) => members.filter(({ name }) => name !== `proofs/${film}.json`)),
      'member-missing',
      `proofs/${film}.json`,
    ],
    [
      'another order',
      forged((members) => [...members.slice(1, 2), ...members.slice(0, 1), ...members.slice(2)]),
      'member-unexpected',
      'claims.jsonl',
    ],
    [
      'a kind that the subject is not of',
      forged(
        (members) => members,
        (manifest) => ({ ...manifest, kind: 'event' }),
      ),
      'manifest-malformed',
      'manifest.json',
    ],
    [
      'a mark of demonstration put on, or taken off',
      forged(
        (members) => members,
        (manifest) => ({ ...manifest, demonstration: true }),
      ),
      'page-differs',
      'index.html',
    ],
  ];

  test.each(cases)('%s', async (_name, file, code, member) => {
    expect(await check(file)).toEqual(refusal(code, member));
  });

  test('proofs of two checkpoints', async () => {
    const later = sampleLog(sample.contents.editions, { earlier: 6 });
    const mixed = sample.contents.editions.map((one, at) =>
      at === 1 ? { ...one, proof: later.proofOf(one.subject) } : one,
    );
    const file = writeDossier(node, { ...sample.contents, editions: mixed }, page);
    expect(await check(file)).toEqual(refusal('checkpoint-differs', `proofs/${film}.json`));
  });

  test('a subject that was taken back, with its document', async () => {
    const documents = [{ subject: person, number: 2, document: undefined }];
    const gone = sampleLog(documents);
    const document = documentOf(person, 'person', 'A director');
    const edition = { subject: person, number: 2, document, proof: gone.proofOf(person) };
    const file = writeDossier(node, { ...sample.contents, editions: [edition] }, page);
    expect(await check(file)).toEqual(refusal('edition-mismatch', `editions/${person}.json`));
  });

  test('editions of which no page can be made', async () => {
    const broken = { ...samplePage, render: fail };
    function fail(): never {
      throw new TypeError('no such thing');
    }
    const verdict = await verifyDossier(node, { bytes, policy: log.policy, page: broken });
    expect(verdict).toEqual(refusal('page-differs', 'index.html'));
  });

  test('JSON too deep to read', async () => {
    const file = rewritten(`editions/${film}.json`, () => '['.repeat(500_000));
    expect(await check(file)).toEqual(refusal('edition-malformed', `editions/${film}.json`));
  });
});

test('any changed byte of any member, or of the ZIP itself, is refused and named', async () => {
  const regions = regionsOf(bytes);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, difference) => {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ difference;
        const verdict = await check(changed);
        expect(verdict.outcome).toBe('refused');
        const region = regions.find(({ from, to }) => at >= from && at < to);
        const named = verdict.outcome === 'refused' ? verdict.member : undefined;
        if (region?.part === 'content') expect(named).toBe(region.name);
      },
    ),
    { numRuns: 1500 },
  );
});

test('any changed byte of any member is refused and named even when the ZIP is made to fit', async () => {
  const members = readZip(bytes);
  const at = fc.nat(members.length - 1).chain((index) =>
    fc.record({
      index: fc.constant(index),
      offset: fc.nat((members[index]?.bytes.length ?? 1) - 1),
      difference: fc.integer({ min: 1, max: 255 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(at, async ({ index, offset, difference }) => {
      const file = writeZip(
        members.map((one, position) => {
          if (position !== index) return one;
          const content = one.bytes.slice();
          content[offset] = (content[offset] ?? 0) ^ difference;
          return { name: one.name, bytes: content };
        }),
      );
      const verdict = await check(file);
      const name = members[index]?.name;
      // A manifest that lists another hash accuses the member it lists; which program made the page is
      // the maker's word only.
      if (name !== 'manifest.json') {
        expect(verdict).toMatchObject({ outcome: 'refused', member: name });
      } else if (verdict.outcome !== 'refused') {
        expect(verdict.notProven).toEqual(expect.arrayContaining(['head', 'page']));
      }
    }),
    { numRuns: 600 },
  );
});

/** Where members lie in a ZIP, from its local headers. */
function regionsOf(zip: Uint8Array) {
  let at = 0;
  return readZip(zip).flatMap(({ name, bytes: content }) => {
    const start = at + 30 + name.length;
    at = start + content.length;
    return [{ name, part: 'content', from: start, to: at }];
  });
}

test('an edition nested in the proofs is the canonical one', () => {
  const proof = sample.contents.editions[0]?.proof as JsonValue;
  const member = readZip(bytes).find(({ name }) => name === `proofs/${person}.json`);
  expect(text(member?.bytes ?? new Uint8Array())).toBe(canonicalJson(proof));
});

test('a letter mentions the pages that tell what it rests on', () => {
  const [subject, told, other] = ['a', 'b', 'c'];
  const claims = [
    { subject: told, claim: 'x' },
    { subject, claim: 'y' },
  ];
  const versions = [{ anchors: [{ block: 0, start: 0, end: 1, claims }] }, {}];
  const document = { subject, sources: [{ uid: other }], letter: { form: 'collective', versions } };
  expect(mentionedSubjects(document as never)).toEqual([other, told]);
});
