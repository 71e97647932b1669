import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('lets two in, the next in order, and forgets who gave up', async () => {
  const gate = createGate(2);
  const order: string[] = [];
  const [leaveFirst, leaveSecond] = [await gate.enter(), await gate.enter()];
  const giveUp = new AbortController();
  const enter = async (name: string, signal?: AbortSignal): Promise<() => void> => {
    const leave = await gate.enter(signal);
    order.push(name);
    return leave;
  };
  const third = enter('third', giveUp.signal);
  const fourth = enter('fourth');
  const fifth = enter('fifth');
  giveUp.abort(new Error('changed my mind'));
  await expect(third).rejects.toThrow('changed my mind');
  leaveFirst();
  leaveFirst();
  (await fourth)();
  await fifth;
  leaveSecond();
  expect(order).toEqual(['fourth', 'fifth']);
});

test('leaving twice frees one place', async () => {
  const gate = createGate(1);
  const leave = await gate.enter();
  leave();
  leave();
  await gate.enter();
  let entered = false;
  const blocked = gate.enter().then(() => {
    entered = true;
    return entered;
  });
  await Promise.resolve();
  expect(entered).toBe(false);
  void blocked;
});
