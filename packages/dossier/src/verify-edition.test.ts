import { expect, test } from 'vitest';
import { node } from '@countersign/proof/node';
import { documentOf, film, paper, person } from '../test/sample-dossier.ts';
import { sampleLog } from '../test/sample-log.ts';
import { verifyEdition } from './verify-edition.ts';

const document = documentOf(person, 'person', 'A director');
const log = sampleLog([
  { subject: person, number: 2, document },
  { subject: film, number: 3, document: undefined },
]);
const { policy } = log;
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value, undefined, 2));
const proof = bytes(log.proofOf(person));

test('a proof and its document, in whatever spelling of JSON', () => {
  const verdict = verifyEdition(node, {
    proof,
    document: bytes(document),
    policy,
    isTrusted: true,
  });
  expect(verdict).toMatchObject({
    ...{ outcome: 'proven', form: 'edition', subject: person, leftOut: [film, paper] },
    editions: [{ number: 2, kind: 'person', latest: true }],
  });
  const own = verifyEdition(node, { proof, document: bytes(document), policy, isTrusted: false });
  expect(own).toMatchObject({ outcome: 'unidentified' });
});

test('what was taken back is proven to be', () => {
  const gone = bytes(log.proofOf(film));
  expect(verifyEdition(node, { proof: gone, policy, isTrusted: true })).toMatchObject({
    outcome: 'proven',
    editions: [{ number: 3, hash: undefined, removedFor: 'safety' }],
  });
});

test('another document, none, or what is neither is refused, and the part named', () => {
  const check = (one: Uint8Array, other?: Uint8Array) =>
    verifyEdition(node, { proof: one, document: other, policy, isTrusted: true });
  const lie = bytes(documentOf(person, 'person', 'A liar'));
  const refused = { outcome: 'refused' };
  expect(check(proof, lie)).toMatchObject({ ...refused, member: 'document' });
  expect(check(proof)).toMatchObject({ ...refused, member: 'document' });
  expect(check(lie, lie)).toMatchObject({ ...refused, code: 'proof-unreadable', member: 'proof' });
  const none = new TextEncoder().encode('[');
  expect(check(proof, none)).toMatchObject({ ...refused, code: 'edition-malformed' });
});
