import { describe, expect, test } from 'vitest';
import { sentenceAt, sentenceBefore, stepEnd, stepStart, type Stretch } from './sentences.ts';

const text = 'He was sentenced. He fled!\n\nوکیل او گفت. او رفت.';

const words = (stretch: Stretch | undefined) =>
  stretch === undefined ? undefined : text.slice(stretch.start, stretch.end);

describe('sentences by key', () => {
  test('are found at and after an offset, over empty lines', () => {
    expect(words(sentenceAt(text, 0, 'en'))).toBe('He was sentenced.');
    expect(words(sentenceAt(text, 17, 'en'))).toBe('He fled!');
    expect(words(sentenceAt(text, 26, 'fa'))).toBe('وکیل او گفت.');
    expect(sentenceAt(text, text.length, 'fa')).toBeUndefined();
  });

  test('are found before an offset, over empty lines', () => {
    const third = sentenceAt(text, 26, 'fa');
    expect(words(sentenceBefore(text, third?.start ?? 0, 'en'))).toBe('He fled!');
    expect(sentenceBefore(text, 0, 'en')).toBeUndefined();
    expect(sentenceBefore(text, 3, 'en')).toBeUndefined();
  });

  test('grow and shrink by words from both ends', () => {
    const stretch = { start: 0, end: 6 };
    expect(text.slice(0, stepEnd(text, stretch, 1, 'en'))).toBe('He was sentenced');
    expect(text.slice(0, stepEnd(text, stretch, -1, 'en'))).toBe('He');
    expect(stepEnd(text, { start: 0, end: 2 }, -1, 'en')).toBe(2);
    expect(stepStart(text, stretch, 1, 'en')).toBe(3);
    expect(stepStart(text, { start: 3, end: 6 }, -1, 'en')).toBe(0);
    expect(stepStart(text, { start: 3, end: 6 }, 1, 'en')).toBe(3);
  });
});
