import { expect, test } from 'vitest';
import { createMetrics, serveMetrics } from './index.ts';

test('requests are timed by pattern, method and class of status', async () => {
  const metrics = createMetrics();
  metrics.observeRequest({ route: '/people/:uid', method: 'GET', status: 204, ms: 4 });
  metrics.observeRequest({ method: 'BREW', status: 404, ms: 4 });
  const text = await metrics.read();
  const labels = 'route="/people/:uid",method="GET",status="2xx"';
  expect(text).toContain(`http_request_duration_seconds_count{${labels}} 1`);
  expect(text).toContain(`http_request_duration_seconds_bucket{le="0.005",${labels}} 1`);
  expect(text).toContain(`http_request_duration_seconds_bucket{le="0.002",${labels}} 0`);
  expect(text).toContain('{route="none",method="other",status="4xx"} 1');
});

test('what is no pattern is not told, and there are only so many', async () => {
  const metrics = createMetrics();
  metrics.observeRequest({ route: '/search?q=Shirin', method: 'GET', status: 200, ms: 1 });
  metrics.observeRequest({ route: '/people/شیرین', method: 'GET', status: 200, ms: 1 });
  for (let index = 0; index < 1000; index += 1) {
    metrics.observeRequest({ route: `/p/${index}`, method: 'GET', status: 200, ms: 1 });
  }
  const text = await metrics.read();
  expect(text).not.toMatch(/Shirin|شیرین/u);
  expect(text.match(/http_request_duration_seconds_count/gu)?.length).toBe(301);
  expect(text).toContain(
    'http_request_duration_seconds_count{route="other",method="GET",status="2xx"} 702',
  );
});

test('jobs, queues and pools are told as they are at the reading', async () => {
  const metrics = createMetrics();
  const pool = { totalCount: 5, idleCount: 2, waitingCount: 1 };
  let queues = [{ name: 'mail.send', waiting: 3, active: 1, failed: 0, dead: 2 }];
  metrics.watchPool('main', pool);
  metrics.watchQueues(async () => queues);
  metrics.observeJob({ job: 'mail.send', outcome: 'dead', ms: 30 });
  const text = await metrics.read();
  expect(text).toContain('database_connections{pool="main",state="busy"} 3');
  expect(text).toContain('database_connections{pool="main",state="waiting"} 1');
  expect(text).toContain('jobs{job="mail.send",state="dead"} 2');
  expect(text).toContain('job_duration_seconds_count{job="mail.send",outcome="dead"} 1');
  expect(text).toContain('process_resident_memory_bytes');
  queues = [];
  expect(await metrics.read()).not.toContain('jobs{job="mail.send"');
});

test('a database that cannot be asked does not silence the rest', async () => {
  const metrics = createMetrics();
  metrics.watchQueues(async () => Promise.reject(new Error('down')));
  await metrics.read();
  expect(await metrics.read()).toMatch(/jobs_unreadable_total [12]/u);
});

test('two registries of one process do not know of each other', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.observeRequest({ route: '/x', method: 'GET', status: 200, ms: 1 });
  expect(await other.read()).not.toContain('route="/x"');
});

test('figures are served on their own port, and nothing else is', async () => {
  const server = await serveMetrics(createMetrics(), 0);
  const base = `http://127.0.0.1:${server.port}`;
  const found = await fetch(`${base}/metrics`);
  expect(found.status).toBe(200);
  expect(found.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await found.text()).toContain('process_cpu_seconds_total');
  expect((await fetch(`${base}/`)).status).toBe(404);
  expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(404);
  await server.close();
  await expect(fetch(`${base}/metrics`)).rejects.toThrow('fetch failed');
});

test('a port that is taken is an error', async () => {
  const server = await serveMetrics(createMetrics(), 0);
  await expect(serveMetrics(createMetrics(), server.port)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  await server.close();
});
