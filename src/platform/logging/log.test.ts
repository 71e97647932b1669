import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '#platform/errors';
import { createLog, describeError, type Log, type LogFields } from './index.ts';

const planted = 'Shirin Example';
const plantedMail = 'shirin@example.org';

function listen(options: { readable?: boolean } = {}): { log: Log; written: () => string } {
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    destination: { write: (line: string) => void lines.push(line) },
    ...options,
  });
  return { log, written: () => lines.join('') };
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('expected it to throw');
}

function uniqueViolation(): DatabaseError {
  const error = new DatabaseError(
    `duplicate key value violates unique constraint: ${plantedMail}`,
    1,
    'error',
  );
  Object.assign(error, {
    code: '23505',
    detail: `Key (email)=(${plantedMail}) already exists.`,
    where: `insert of ${planted}`,
    table: 'account',
    constraint: 'account_email_key',
  });
  return error;
}

test('writes the sentence and the listed fields as JSON', () => {
  const { log, written } = listen();
  log.with({ requestId: 'r1' }).info('request', { method: 'GET', route: '/people/:uid', ms: 1.26 });
  const { time, ...rest } = JSON.parse(written()) as Record<string, unknown>;
  expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u);
  expect(rest).toEqual({
    level: 'info',
    requestId: 'r1',
    method: 'GET',
    route: '/people/:uid',
    ms: 1.3,
    msg: 'request',
  });
});

test('drops every field that is not on the list', () => {
  const { log, written } = listen();
  const smuggled = { mail: plantedMail, body: { name: planted }, count: 1 } as LogFields;
  log.info('request', smuggled);
  log.with(smuggled).info('request');
  expect(written()).not.toContain('shirin');
  expect(written()).not.toContain('Shirin');
});

test('withholds a listed field whose value is not of its kind', () => {
  const { log, written } = listen();
  log.info('request', {
    route: `/search?q=${planted}`,
    code: plantedMail,
    requestId: 'شیرین',
    status: planted as unknown as number,
  });
  expect(written()).not.toMatch(/shirin|شیرین/iu);
  expect(JSON.parse(written())).toMatchObject({ route: '[withheld]', status: '[withheld]' });
});

test('a unique violation tells the constraint, not the row', () => {
  const { log, written } = listen();
  log.error('request failed', { error: new Error(planted, { cause: uniqueViolation() }) });
  expect(written()).not.toMatch(/shirin/iu);
  expect(JSON.parse(written())).toMatchObject({
    error: { name: 'Error', cause: { code: '23505', constraint: 'account_email_key' } },
  });
});

test('a zod error tells the codes, neither values nor keys', () => {
  const schema = z.object({ people: z.record(z.string(), z.number()), kind: z.literal('x') });
  const error = thrownBy(() =>
    schema.strict().parse({ people: { [planted]: planted }, kind: planted, [plantedMail]: 1 }),
  );
  const { log, written } = listen();
  log.error('request failed', { error });
  expect(written()).not.toMatch(/shirin/iu);
  expect(JSON.parse(written())).toMatchObject({
    error: { name: 'ZodError', issues: ['invalid_type', 'invalid_value', 'unrecognized_keys'] },
  });
});

test('errors of the platform that quote their input are stripped of it', async () => {
  const failures = [
    thrownBy(() => JSON.parse(`{"name": ${planted}`)),
    thrownBy(() => new URL(`/${planted}`)),
    thrownBy(() => new Intl.Locale(planted)),
    thrownBy(() => BigInt(planted)),
    await readFile(`/nowhere/${planted}`).catch((error: unknown) => error),
    new AggregateError([new Error(planted)], planted),
    planted,
    { message: planted },
  ];
  const { log, written } = listen();
  for (const error of failures) log.error('request failed', { error });
  expect(written()).not.toMatch(/shirin/iu);
  expect(written()).toContain('"syscall":"open"');
});

test('a message that pretends to be stack frames is not written', () => {
  const error = new Error(`first\n    at ${planted} (file:///x.ts:1:1)\n    at /Shirin/x:1:1`);
  error.name = planted;
  const { log, written } = listen();
  log.error('request failed', { error });
  expect(written()).not.toMatch(/shirin/iu);
});

test('whatever an error says, none of it is written', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), (said) => {
      const text = `${said}${planted}\n    at ${said}`;
      const error = Object.assign(new Error(text), { detail: text, code: text, table: text });
      expect(JSON.stringify(describeError(error))).not.toContain(planted);
    }),
  );
});

test('an error keeps name, code and the place it came from, without the folder it runs in', () => {
  const report = describeError(new Refusal<'letter.closed'>({ code: 'letter.closed' }));
  expect(report).toMatchObject({ name: 'Refusal', code: 'letter.closed' });
  expect(report.stack?.[0]).toContain('src/platform/logging/log.test.ts:');
  expect(JSON.stringify(report)).not.toContain(process.cwd());
});

test('a slip in our own code is told in words', () => {
  const nothing = JSON.parse('{}') as { list: string[] };
  const report = describeError(thrownBy(() => nothing.list.length));
  expect(report.message).toBe('Cannot read properties of undefined');
});

test('causes are followed, but not for ever', () => {
  const error = new Error('a');
  error.cause = error;
  expect(JSON.stringify(describeError(error)).match(/"name"/gu)).toHaveLength(4);
});

test('at a terminal a line reads as a sentence, with the frames under it', () => {
  const { log, written } = listen({ readable: true });
  log.warn('request failed', {
    method: 'GET',
    route: '/x',
    status: 500,
    ms: 3,
    error: new Error('x'),
  });
  const [first = '', second = '', third = ''] = written().split('\n');
  expect(first).toMatch(/^\d\d:\d\d:\d\d .*warn.* request failed GET \/x 500 3ms$/u);
  expect(second.trim()).toBe('Error');
  expect(third).toContain('log.test.ts');
});

test('says nothing below its level', () => {
  const lines: string[] = [];
  const log = createLog({
    level: 'warn',
    destination: { write: (l: string) => void lines.push(l) },
  });
  log.info('request');
  expect(lines).toEqual([]);
});

test('only sentences fixed in the program compile', () => {
  const { log } = listen();
  const put = [planted].join('');
  // @ts-expect-error a string known only while the program runs
  log.info(put);
  // @ts-expect-error a template with a hole
  log.info(`signed in ${put}`);
  log.info('request');
});
