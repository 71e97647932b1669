import { expect, test } from 'vitest';
import * as z from 'zod';
import { Refusal } from '#platform/errors';
import { choice, date, flag, optionalDate, optionalText, text } from './form-fields.ts';
import { handleForm } from './handle-form.ts';
import { parseForm, type FormLimits } from './parse-form.ts';

function posted(fields: readonly (readonly [string, string])[]): Request {
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  return new Request('http://x/', { method: 'POST', body });
}

const schema = z.object({
  title: text(20),
  notes: optionalText(50),
  kind: choice(['web-page', 'letter']),
  when: optionalDate('en'),
  graphic: flag(),
});

const whole = [
  ['form', 'source'],
  ['title', '  A letter '],
  ['notes', ''],
  ['kind', 'letter'],
  ['when', '۱۹ دی ۱۴۰۴'],
] as const;

test('a form in order comes out as values', async () => {
  const form = await parseForm(posted(whole), schema);
  expect(form.ok && form.values).toEqual({
    title: 'A letter',
    notes: undefined,
    kind: 'letter',
    when: '2026-01-09',
    graphic: false,
  });
});

test.each<[string, [string, string][], { code: string; field: string }[]]>([
  ['an empty title', [['title', '  ']], [{ code: 'form-required', field: 'title' }]],
  ['a long title', [['title', 'x'.repeat(21)]], [{ code: 'form-too-long', field: 'title' }]],
  ['a forged choice', [['kind', 'poem']], [{ code: 'form-choice', field: 'kind' }]],
  ['no choice', [['kind', '']], [{ code: 'form-required', field: 'kind' }]],
  ['an unclear date', [['when', '03/04/2026']], [{ code: 'date-ambiguous', field: 'when' }]],
  ['a character no text has', [['notes', 'a\0b']], [{ code: 'form-unreadable', field: 'notes' }]],
])('%s is a problem of its field, and what was typed is kept', async (_name, changes, problems) => {
  const changed = new Map<string, string>([...whole, ...changes]);
  const form = await parseForm(posted([...changed]), schema);
  expect(form.ok).toBe(false);
  expect(form.state.problems).toMatchObject(problems);
  expect(form.state.problems).toHaveLength(problems.length);
  expect(form.state.form).toBe('source');
  for (const [name, value] of changed) expect(form.state.typed[name]).toEqual([value]);
});

test('the two readings of an unclear date are named', async () => {
  const form = await parseForm(posted([['day', '03/04/2026']]), z.object({ day: date('en') }));
  expect(form.state.problems[0]?.params).toMatchObject({
    first: expect.stringContaining('3 April 2026'),
    second: expect.stringContaining('4 March 2026'),
  });
});

test('a schema may name its own code', async () => {
  const own = z.object({ title: z.string().min(1, 'source-title-missing') });
  const form = await parseForm(posted([['title', '']]), own);
  expect(form.state.problems).toEqual([{ code: 'source-title-missing', field: 'title' }]);
});

test('a repeated field is a list only where one is expected', async () => {
  const lists = z.object({ roles: z.array(z.string()), name: z.string() });
  const fields = [
    ['roles', 'a'],
    ['name', 'first'],
    ['name', 'second'],
  ] as const;
  const form = await parseForm(posted(fields), lists, { lists: ['roles'] });
  expect(form.ok && form.values).toEqual({ roles: ['a'], name: 'first' });
});

test('line ends are one character, and nothing else of a text is changed', async () => {
  const words = z.object({ words: z.string() });
  const form = await parseForm(posted([['words', ' a\r\nb\rc\u200cd\u0301 ']]), words);
  expect(form.ok && form.values.words).toBe(' a\nb\nc\u200cd\u0301 ');
});

test('secrets never come back', async () => {
  const secret = z.object({ password: z.string().min(100), name: z.string() });
  const fields = [
    ['password', 'hunter2'],
    ['name', 'n'],
  ] as const;
  const form = await parseForm(posted(fields), secret, { secrets: ['password'] });
  expect(form.ok).toBe(false);
  expect(JSON.stringify(form.state)).not.toContain('hunter2');
});

test.each<[string, FormLimits, string]>([
  ['fields', { fields: 2 }, 'form-too-many-fields'],
  ['characters', { characters: 3 }, 'form-too-long'],
])('more %s than the form takes are refused', async (_name, limits, code) => {
  const form = await parseForm(posted(whole), schema, limits);
  expect(form.state.problems[0]?.code).toBe(code);
});

test('a field that may be longer is, and the others are not', async () => {
  const limits = { characters: 3, longer: { title: 500 } };
  const form = await parseForm(posted(whole), schema, limits);
  const fields = form.state.problems.map(({ field }) => field);
  expect(fields).not.toContain('title');
  expect(fields).not.toEqual([]);
});

test('a field called __proto__ is only a field', async () => {
  const form = await parseForm(posted([...whole, ['__proto__', 'x']]), schema);
  expect(form.ok).toBe(true);
  expect(Object.getPrototypeOf(form.state.typed)).toBe(Object.prototype);
});

test('what was done leads on by 303', async () => {
  const answer = await handleForm(posted(whole), schema, ({ title }) =>
    Promise.resolve(`/desk/sources/${title.length}`),
  );
  expect(answer).toBeInstanceOf(Response);
  expect(answer).toMatchObject({ status: 303 });
});

test('a refusal comes back to the form, a bug does not', async () => {
  const problem = { code: 'source.known', field: 'title' };
  const answer = await handleForm(posted(whole), schema, () =>
    Promise.reject(new Refusal(problem)),
  );
  expect(answer).toMatchObject({
    init: { status: 422 },
    data: { form: 'source', problems: [problem], typed: { kind: ['letter'] } },
  });
  const bug = handleForm(posted(whole), schema, () => Promise.reject(new Error('bug')));
  await expect(bug).rejects.toThrow('bug');
});
