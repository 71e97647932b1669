import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createTerminal } from './terminal.ts';

function terminal(json: boolean, isTTY: boolean) {
  const out = new PassThrough();
  const err = Object.assign(new PassThrough(), { isTTY });
  const said = (stream: PassThrough) => String(stream.read() ?? '');
  return { ...createTerminal({ out, err }, json), out: () => said(out), err: () => said(err) };
}

test('with JSON, standard output carries nothing else', () => {
  const { line, value, problems, note, out, err } = terminal(true, false);
  line('for people');
  value({ uid: 'a' });
  problems([{ code: 'file-not-found', field: 'file' }], 'a.txt');
  note('beside it');
  expect(
    out()
      .trim()
      .split('\n')
      .map((text): unknown => JSON.parse(text)),
  ).toEqual([
    { uid: 'a' },
    { file: 'a.txt', problems: [{ code: 'file-not-found', field: 'file' }] },
  ]);
  expect(err()).toBe('beside it\n');
});

test('without, a refusal is a sentence on standard error', () => {
  const { value, problems, out, err } = terminal(false, false);
  value({ uid: 'a' });
  problems([{ code: 'copy-too-large', params: { most: 100 } }], 'a.txt');
  problems([{ code: 'no-such-code' }]);
  expect(out()).toBe('');
  expect(err()).toBe(
    'a.txt: The file is larger than 100 MB. Nothing was stored; give a smaller one.\nRefused: no-such-code.\n',
  );
});

test('progress is a bar where somebody looks, and at most four lines in a log', () => {
  const looked = terminal(false, true);
  const bar = looked.progress('Loading');
  for (let done = 0; done <= 200; done += 1) bar.at(done, 200);
  bar.end();
  expect(looked.err()).toContain('█'.repeat(30));
  const logged = terminal(false, false);
  const lines = logged.progress('Loading');
  for (let done = 0; done <= 200; done += 1) lines.at(done, 200);
  lines.end();
  expect(logged.err()).toBe('Loading: 25 %\nLoading: 50 %\nLoading: 75 %\nLoading: 100 %\n');
});
