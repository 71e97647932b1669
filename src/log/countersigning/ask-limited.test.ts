import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuardedAgent } from '#platform/outbound';
import { askLimited } from './ask-limited.ts';

let server: Server;
let origin: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    answer.writeHead(307, { Location: `${origin}/led` }).end('elsewhere');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const limits = { timeoutMs: 5_000, maxBytes: 1_000 };

test('what leads to where clouds give out secrets is not asked, whoever put it there', async () => {
  const literal = new URL('http://169.254.169.254/add-checkpoint');
  expect(await askLimited(literal, 'body', limits)).toEqual({ failure: 'address-forbidden' });
  const resolved = [{ address: '169.254.169.254', family: 4 }];
  const agent = openGuardedAgent(() => Promise.resolve(resolved));
  const named = new URL('http://countersigner.example/add-checkpoint');
  expect(await askLimited(named, 'body', { ...limits, agent })).toEqual({
    failure: 'address-forbidden',
  });
});

test('one of this machine is asked, and leads nowhere else', async () => {
  expect(await askLimited(new URL(`${origin}/asked`), 'body', limits)).toMatchObject({
    status: 307,
  });
  expect(asked).toEqual(['/asked']);
});
