import { formatVkey, parsePolicy, signatureTypes } from '@countersign/proof';
import { generateKeyText, parseKeyText } from '@countersign/countersigner/node';
import { node } from '@countersign/proof/node';
import { expect, test } from 'vitest';
import { logPolicy } from './log-policy.ts';

function vkey(name: string, type: number): string {
  const key = parseKeyText(generateKeyText(name, type))?.key;
  if (key === undefined) throw new Error('expected a key');
  return formatVkey(key);
}

const log = vkey('log.example/a', signatureTypes.ed25519);
const cosigner = vkey('cosigner.example', signatureTypes.cosignature);

test('a policy says beside each countersigner who it is, whatever they are called', () => {
  const name = 'PEN\nExile \u202eArchive\r\nquorum none';
  const policy = logPolicy(
    {
      keys: [
        {
          ...{ verifierKey: log, sinceSize: 0n, succeeds: null, entry: null },
          ...{ retiredAt: null, succession: null },
        },
      ],
      countersigners: [
        {
          name,
          verifierKey: cosigner,
          url: 'https://c.example/',
          addedAt: new Date(0),
          lastSeenAt: null,
        },
      ],
      quorum: 1,
    },
    'https://log.example/',
  );
  expect(policy).toContain('# countersigner-1 is PEN Exile Archive quorum none\nwitness');
  expect(parsePolicy(node, Buffer.from(policy ?? ''))).toMatchObject({
    quorum: 'countersigners',
    groups: [{ threshold: 1, members: ['countersigner-1'] }],
  });
});
