import { expect, test } from 'vitest';
import { soundsOf, soundsTyped } from './name-sounds.ts';

const finds = (typed: string, name: string, how: 'whole' | 'begun' = 'begun'): boolean => {
  const stored = new Set(soundsOf(name));
  return soundsTyped(typed)?.[how].every((sound) => stored.has(sound)) === true;
};

test.each([
  ['جواد گنجی', 'Javad Ganji'],
  ['Dschawad Gandschi', 'Javad Ganji'],
  ['Javad Ganji', 'جواد گنجی'],
  ['Ganji Javad', 'Javad Ganji'],
  ['Джавад', 'Javad Ganji'],
])('%s finds %s by whole words', (typed, name) => {
  expect(finds(typed, name, 'whole')).toBe(true);
});

test('the last word may be typed in part, those before it not', () => {
  expect(finds('جواد گن', 'Javad Ganji')).toBe(true);
  expect(finds('جواد گن', 'Javad Ganji', 'whole')).toBe(false);
  expect(finds('گن جواد', 'Javad Ganji')).toBe(false);
  expect(finds('نادر وح', 'Nader Vahdat')).toBe(true);
  expect(finds('محم', 'Mohammad Rasoulof')).toBe(true);
});

test('others are not found, and a single consonant asks for nobody', () => {
  expect(finds('جواد گنجی', 'Jafar Panahi')).toBe(false);
  expect(soundsTyped('م')).toBeUndefined();
  expect(soundsTyped('–')).toBeUndefined();
});
