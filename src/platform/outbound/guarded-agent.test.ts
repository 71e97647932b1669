import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ForbiddenAddress, guardedAgent, isForbiddenHost, openGuardedAgent } from './index.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((_asked, answer) => answer.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  '169.254.169.254',
  '169.254.0.1',
  '[fe80::1]',
  'fe80::1%eth0',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '::169.254.169.254',
  '100.100.100.200',
  'fd00:ec2::254',
])('%s is forbidden', (host) => {
  expect(isForbiddenHost(host)).toBe(true);
});

test.each([
  '127.0.0.1',
  '::1',
  '10.0.0.7',
  '192.168.1.2',
  'fd12:3456::1',
  '203.0.113.9',
  'x.example',
])('%s is not: instances of one house countersign each other', (host) => {
  expect(isForbiddenHost(host)).toBe(false);
});

test.each([
  ['link-local', ['169.254.169.254']],
  ['link-local twice', ['169.254.169.254', 'fe80::1']],
  ['a metadata service', ['100.100.100.200']],
])('a name that resolves to %s is not connected to', async (_name, addresses) => {
  const agent = openGuardedAgent(() => Promise.resolve(addresses.map(found)));
  const asked = request('http://innocent.example/', { dispatcher: agent });
  await expect(asked).rejects.toBeInstanceOf(ForbiddenAddress);
});

test('of several addresses those that are allowed are used', async () => {
  const agent = openGuardedAgent(() =>
    Promise.resolve(['169.254.169.254', '127.0.0.1'].map(found)),
  );
  const answer = await request(`http://neighbour.example:${port}/`, { dispatcher: agent });
  expect(await answer.body.text()).toBe('here');
  await agent.close();
});

test('an address in the URL needs no resolver to be refused', async () => {
  for (const url of ['http://169.254.169.254/', 'http://[fe80::1]/', 'http://2852039166/']) {
    await expect(request(url, { dispatcher: guardedAgent })).rejects.toBeInstanceOf(
      ForbiddenAddress,
    );
  }
});

function found(address: string) {
  return { address, family: address.includes(':') ? 6 : 4 };
}
