import { buffer } from 'node:stream/consumers';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, expect, test } from 'vitest';
import { encrypted, opened, parseIdentities, parseRecipients, SealBroken } from './encryption.ts';

const content = Buffer.alloc(300_000, 'plain words ');
let identity: string;
let other: string;
let file: Buffer;

beforeAll(async () => {
  identity = await generateX25519Identity();
  other = await generateX25519Identity();
  const recipients = parseRecipients([
    await identityToRecipient(other),
    await identityToRecipient(identity),
  ]);
  file = await buffer(encrypted(pieces(content), recipients));
});

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50_001) yield bytes.subarray(at, at + 50_001);
}

async function open(bytes: Buffer, ...identities: string[]): Promise<Buffer> {
  const decrypter = identities.length === 0 ? undefined : parseIdentities(identities);
  return buffer(opened(bytes.subarray(0, 65_536), pieces(bytes), decrypter));
}

test('each recipient opens it, and nobody else', async () => {
  expect(await open(file, identity)).toEqual(content);
  expect(await open(file, other)).toEqual(content);
  expect(file.includes('plain words')).toBe(false);
  await expect(open(file)).rejects.toThrow('backup-encrypted');
  await expect(open(file, await generateX25519Identity())).rejects.toThrow('backup-identity-wrong');
});

test('what is not encrypted passes as it is', async () => {
  expect(await open(content)).toEqual(content);
});

test('altered or cut it does not open', async () => {
  for (const at of [file.length - 1, file.length - 70_000, 1000]) {
    const altered = Buffer.from(file);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    await expect(open(altered, identity)).rejects.toThrow(SealBroken);
  }
  await expect(open(file.subarray(0, -1), identity)).rejects.toThrow(SealBroken);
  await expect(open(file.subarray(0, 200_000), identity)).rejects.toThrow(SealBroken);
  const head = Buffer.from(file);
  head.writeUInt8(head.readUInt8(40) ^ 1, 40);
  await expect(open(head, identity)).rejects.toThrow(/^backup-(?:identity-wrong|altered)$/);
});

test('a header without an end is not read to its end', async () => {
  const endless = Buffer.concat([
    Buffer.from('age-encryption.org/v1\n'),
    Buffer.alloc(200_000, 97),
  ]);
  await expect(open(endless, identity)).rejects.toThrow('backup-unknown');
});

test('what is no recipient is named; what is no identity is not', () => {
  expect(() => parseRecipients(['age1nonsense'])).toThrow('backup-recipient-bad');
  expect(() => parseIdentities([])).toThrow('backup-identity-bad');
  const cut = identity.slice(0, 30);
  try {
    parseIdentities([cut]);
    expect.unreachable();
  } catch (error) {
    expect(JSON.stringify(error)).not.toContain(cut);
  }
});
