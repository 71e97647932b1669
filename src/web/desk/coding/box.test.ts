import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxBetween, isBox, middle, readBox, steppedBox, typedBox } from './box.ts';

test('a box is drawn from any corner and ends at the edges of the picture', () => {
  const [a, b] = [
    { x: 0.5, y: 0.75 },
    { x: 0.25, y: 0.5 },
  ];
  expect(boxBetween(a, b)).toEqual({ x: 0.25, y: 0.5, w: 0.25, h: 0.25 });
  expect(boxBetween(b, a)).toEqual(boxBetween(a, b));
  expect(boxBetween({ x: -1, y: 0.9 }, { x: 0.1, y: 3 })).toEqual({ x: 0, y: 0.9, w: 0.1, h: 0.1 });
  expect(isBox(boxBetween(a, a))).toBe(false);
});

test('arrows move it, with resizing they change its size, other keys do nothing', () => {
  const plain = { resizes: false, fine: false };
  expect(steppedBox(middle, 'ArrowRight', plain)).toEqual({ ...middle, x: 0.37 });
  expect(steppedBox(middle, 'ArrowUp', { ...plain, resizes: true })).toEqual({
    ...middle,
    h: 0.28,
  });
  expect(steppedBox(middle, 'ArrowLeft', { ...plain, fine: true })).toEqual({
    ...middle,
    x: 0.348,
  });
  expect(steppedBox(middle, 'a', plain)).toBeUndefined();
});

const arrow = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown');

test('however long it is moved, it stays a box within the picture that fields can hold', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(arrow, fc.boolean(), fc.boolean())), (keys) => {
      let box = middle;
      for (const [key, resizes, fine] of keys) box = steppedBox(box, key, { resizes, fine }) ?? box;
      expect(readBox(typedBox(box))).toEqual(box);
    }),
  );
});

test.each([
  [
    { x: '۱۰', y: '5,5', w: '20', h: '1.25' },
    { x: 0.1, y: 0.055, w: 0.2, h: 0.0125 },
  ],
  [{ x: '90', y: '0', w: '20', h: '10' }, undefined],
  [{ x: '', y: '0', w: '20', h: '10' }, undefined],
  [{ x: '0', y: '0', w: '0', h: '10' }, undefined],
])('%o is read as %o', (typed, box) => {
  expect(readBox(typed)).toEqual(box);
});
