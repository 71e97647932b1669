import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  hashLeaf,
  MerkleTree,
  parseSignedCheckpoint,
  parseVkey,
  verifyCheckpoint,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { openFileSigner } from '../file-signer.ts';
import { fileKeyKeeper } from '../key-files.ts';
import type { Signer } from '../signer.ts';
import { headers, macOf, readSecret } from './message.ts';
import { openRemoteSigner, remoteKeyKeeper } from './remote-signer.ts';
import { signerServer } from './signer-server.ts';

const secret = Buffer.from('a secret that is long enough for it');
let folder: string;
let local: Signer;
const servers: Server[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-signer-'));
  local = await openFileSigner(folder);
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

async function listen(server: Server, socket?: string): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    if (socket === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(socket, resolve);
  });
  return socket === undefined
    ? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    : `unix:${socket}`;
}

const serve = (socket?: string) => {
  const keeper = fileKeyKeeper(folder);
  return listen(signerServer({ signer: local, keeper, secret, onError: () => {} }), socket);
};
const at = (url: string, timeoutMs = 5_000) => ({ url, secret, timeoutMs });

const tree = (size: number, of = 'entry') =>
  new MerkleTree(
    node,
    Array.from({ length: size }, (_, index) => hashLeaf(node, Buffer.from(`${of} ${index}`))),
  );
const headOf = (one: MerkleTree) => ({ size: one.size, root: one.root() });
const sign = (signer: Signer, one: MerkleTree) =>
  signer.sign(headOf(one), (size) => Promise.resolve(one.consistency(size)));

describe.each(['http', 'unix'])('a signer over %s', (kind) => {
  const open = () => serve(kind === 'unix' ? join(folder, 'socket') : undefined);

  test('signs what follows from what it signed, and nothing else', async () => {
    const signer = await openRemoteSigner(at(await open()));
    expect(signer.verifierKey).toBe(local.verifierKey);
    expect(await signer.last()).toBeUndefined();
    for (const size of [3, 3, 300]) {
      const note = parseSignedCheckpoint(Buffer.from(await sign(signer, tree(size))));
      const { checkpoint } = verifyCheckpoint(node, note, [parseVkey(node, signer.verifierKey)]);
      expect(checkpoint).toMatchObject(headOf(tree(size)));
    }
    expect(await signer.last()).toEqual(headOf(tree(300)));
    await expect(sign(signer, tree(299))).rejects.toMatchObject({ code: 'signer-ahead' });
    for (const size of [300, 400]) {
      await expect(sign(signer, tree(size, 'other'))).rejects.toMatchObject({
        code: 'signer-contradicted',
      });
    }
    const unproven = signer.sign(headOf(tree(400)), () => Promise.resolve([]));
    await expect(unproven).rejects.toMatchObject({ code: 'signer-contradicted' });
    expect(await signer.last()).toEqual(headOf(tree(300)));
  });

  test('remembers a larger tree, never a smaller one', async () => {
    const signer = await openRemoteSigner(at(await open()));
    await signer.remember(headOf(tree(7)));
    expect(await local.last()).toEqual(headOf(tree(7)));
    await expect(signer.remember(headOf(tree(6)))).rejects.toMatchObject({ code: 'signer-ahead' });
  });

  test('has its key succeeded, and both sign until the old one is retired', async () => {
    const url = await open();
    const [signer, keeper] = [await openRemoteSigner(at(url)), remoteKeyKeeper(at(url))];
    const [first = ''] = await keeper.keys();
    const successor = await keeper.makeSuccessor(first);
    expect(await keeper.makeSuccessor(first)).toBe(successor);
    expect(await signer.verifierKeys()).toEqual([first, successor]);
    const note = parseSignedCheckpoint(Buffer.from(await sign(signer, tree(2))));
    expect(note.note.signatures).toHaveLength(2);
    await keeper.retire(first);
    await keeper.retire(first);
    expect(await keeper.keys()).toEqual([successor]);
    await expect(keeper.makeSuccessor(first)).rejects.toMatchObject({ code: 'key-other' });
    expect(await sign(signer, tree(3))).toBeDefined();
  });
});

test('two instances that share it cannot have it sign two trees', async () => {
  const url = await serve();
  const [one, other] = [await openRemoteSigner(at(url)), await openRemoteSigner(at(url))];
  const results = await Promise.allSettled([sign(one, tree(5)), sign(other, tree(5, 'other'))]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a proof from a size that has passed is made anew', async () => {
  const url = await serve();
  const signer = await openRemoteSigner(at(url));
  await sign(signer, tree(3));
  let asked = 0;
  const note = await signer.sign(headOf(tree(9)), async (size) => {
    asked += 1;
    if (asked === 1) await sign(local, tree(5));
    return tree(9).consistency(size);
  });
  expect(asked).toBe(2);
  expect(parseSignedCheckpoint(Buffer.from(note)).checkpoint.size).toBe(9n);
});

describe('who does not know the secret', () => {
  test('is not heard', async () => {
    const url = await serve();
    const stranger = { ...at(url), secret: Buffer.from('another secret, long enough as well') };
    await expect(openRemoteSigner(stranger)).rejects.toMatchObject({ code: 'signer-secret' });
    const silent = await fetch(`${url}/signer/v1/state`, { method: 'POST', body: '{}' });
    expect(silent.status).toBe(401);
    expect(await silent.text()).not.toContain('countersign.log');
    const long = await fetch(`${url}/signer/v1/state`, {
      method: 'POST',
      body: 'x'.repeat(20_000),
    });
    expect(long.status).toBe(401);
  });

  test('cannot have another question answered with what was overheard', async () => {
    const url = await serve();
    const nonce = '0'.repeat(32);
    const mac = macOf(secret, { operation: 'state', nonce, body: '{}' });
    const ask = (operation: string, body: string) =>
      fetch(`${url}/signer/v1/${operation}`, {
        ...{ method: 'POST', body },
        headers: { [headers.nonce]: nonce, [headers.mac]: mac },
      });
    expect((await ask('state', '{}')).status).toBe(200);
    expect((await ask('retire', '{}')).status).toBe(401);
    expect((await ask('state', '{ }')).status).toBe(401);
  });

  test('is not believed', async () => {
    let stored: { body: string; mac: string } | undefined;
    const url = await serve();
    const liar = await listen(
      createServer((request: IncomingMessage, response: ServerResponse) => {
        void (async () => {
          const chunks: Uint8Array[] = [];
          for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
          const own = await fetch(`${url}${request.url}`, {
            method: 'POST',
            headers: request.headers as Record<string, string>,
            body: Buffer.concat(chunks),
          }).catch(() => undefined);
          stored ??= { body: (await own?.text()) ?? '', mac: own?.headers.get(headers.mac) ?? '' };
          // An old answer to every new question.
          response.writeHead(200, { [headers.mac]: stored.mac });
          response.end(stored.body);
        })();
      }),
    );
    const signer = await openRemoteSigner(at(liar));
    await expect(signer.last()).rejects.toMatchObject({ code: 'signer-secret' });
  });
});

test('one that knows the secret and answers wrongly is named', async () => {
  const answers: Record<string, unknown> = {
    state: { keys: [local.verifierKey], last: null },
    sign: { note: 'a note' },
  };
  const url = await listen(
    createServer((request, response) => {
      request.resume();
      const operation = request.url?.split('/').at(-1) ?? '';
      const nonce = String(request.headers[headers.nonce]);
      const body = JSON.stringify(answers[operation]);
      response.writeHead(200, {
        [headers.mac]: macOf(secret, { operation, nonce, status: 200, body }),
      });
      response.end(body);
    }),
  );
  const signer = await openRemoteSigner(at(url));
  const wrong = { code: 'signer-wrong' };
  await expect(sign(signer, tree(2))).rejects.toMatchObject(wrong);
  answers['sign'] = { note: await sign(local, tree(3)) };
  await expect(sign(signer, tree(4))).rejects.toMatchObject(wrong);
  answers['sign'] = { note: (await sign(local, tree(4))).replace(/.{8}\n$/, 'AAAAAAA=\n') };
  await expect(sign(signer, tree(4))).rejects.toMatchObject(wrong);
  answers['state'] = { keys: [], last: null };
  await expect(signer.last()).rejects.toMatchObject(wrong);
});

test('one that is away or silent is said to be so', async () => {
  const url = await serve();
  const signer = await openRemoteSigner(at(url));
  servers[0]?.closeAllConnections();
  await new Promise((resolve) => servers.shift()?.close(resolve));
  await expect(sign(signer, tree(2))).rejects.toMatchObject({ code: 'signer-away' });
  const silent = await listen(createServer(() => {}));
  await expect(openRemoteSigner(at(silent, 100))).rejects.toMatchObject({ code: 'signer-away' });
});

test('a secret that is missing, exposed or short is refused', async () => {
  const file = join(folder, 'signer.secret');
  await expect(readSecret(file)).rejects.toMatchObject({ code: 'key-missing' });
  await writeFile(file, `${'x'.repeat(32)}\n`);
  // Whatever the umask is.
  await chmod(file, 0o644);
  await expect(readSecret(file)).rejects.toMatchObject({ code: 'key-exposed' });
  await writeFile(`${file}2`, 'short\n', { mode: 0o600 });
  await expect(readSecret(`${file}2`)).rejects.toMatchObject({ code: 'key-damaged' });
  await writeFile(`${file}3`, `${'y'.repeat(32)}\n`, { mode: 0o600 });
  expect(await readSecret(`${file}3`)).toEqual(Buffer.from('y'.repeat(32)));
  expect(await readFile(`${file}3`, 'utf8')).toContain('\n');
});
