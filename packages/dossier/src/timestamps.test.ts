import { expect, test } from 'vitest';
import { node } from '@countersign/proof/node';
import { createRequest, readResponse } from '@countersign/timestamp';
import { answer, createAuthority } from '../../timestamp/test/authority/authority.ts';
import { sampleDossier, samplePage } from '../test/sample-dossier.ts';
import { cosignedAt } from '../test/sample-log.ts';
import { verifyDossier } from './index.ts';

const authority = await createAuthority();
const { trustedRoots } = authority;
const { signed, policy } = sampleDossier().log;
const genTime = new Date(Number(cosignedAt[0]) * 1000 - 5000);

const generalized = genTime.toISOString();

async function stamp(message: Uint8Array): Promise<Uint8Array> {
  const request = createRequest(node.sha256(message), 7n);
  const response = readResponse(await answer(authority, request, { genTime: generalized }));
  if (!response.ok) throw new Error(response.code);
  return response.token;
}

function check(timestamps: readonly Uint8Array[], roots?: readonly Uint8Array[], nowMs?: number) {
  const { bytes } = sampleDossier({ timestamps });
  return verifyDossier(node, { bytes, policy, page: samplePage, trustedRoots: roots, nowMs });
}

test('a timestamp over the signed checkpoint tells the earliest time', async () => {
  const verdict = await check([await stamp(signed)], trustedRoots);
  expect(verdict).toMatchObject({
    outcome: 'proven',
    times: {
      earliestMs: genTime.getTime(),
      timestamps: [{ member: 'timestamps/1.tst', state: 'verified' }],
    },
    notProven: ['truth', 'later', 'head'],
  });
});

test('without roots it is not checked; under the roots of others it is not trusted', async () => {
  const token = await stamp(signed);
  const others = (await createAuthority({ root: { name: 'Other' } })).trustedRoots;
  for (const [roots, state] of [
    [undefined, 'not-checked'],
    [others, 'untrusted'],
  ] as const) {
    const verdict = await check([token], roots);
    expect(verdict).toMatchObject({
      outcome: 'proven',
      times: { timestamps: [{ state }], earliestMs: Number(cosignedAt[0]) * 1000 },
    });
    expect(verdict.outcome !== 'refused' && verdict.notProven).toEqual(
      expect.arrayContaining(['timestamps-unchecked', 'time-by-cosignatures']),
    );
  }
});

test('a timestamp of other bytes, of a time to come, or none at all is refused and named', async () => {
  const good = await stamp(signed);
  const other = await stamp(new TextEncoder().encode('another checkpoint'));
  const member = 'timestamps/2.tst';
  expect(await check([good, other], trustedRoots)).toMatchObject({
    ...{ outcome: 'refused', code: 'imprint-mismatch', member },
  });
  expect(await check([good, good.slice(1)], trustedRoots)).toMatchObject({
    ...{ outcome: 'refused', member },
  });
  expect(await check([good], trustedRoots, genTime.getTime() - 1)).toMatchObject({
    ...{ outcome: 'refused', code: 'time-in-future', member: 'timestamps/1.tst' },
  });
});
