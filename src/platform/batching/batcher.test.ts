import { expect, test } from 'vitest';
import { BatchesFull, createBatcher, type BatcherOptions, type Outcome } from './batcher.ts';

const done = (value: string): Outcome<string> => ({ status: 'fulfilled', value });

// Each word is its own key, and nothing is ever full.
const wide = {
  ...{ keyOf: (item: string) => item, concernsAll: () => false },
  ...{ most: 9, aloneAtOnce: 1, mostWaiting: 9, mostOfOne: 9 },
};

/** A batcher of words whose batches end when the test says so. */
function opened(options: Partial<BatcherOptions<string, string>> = {}) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const batcher = createBatcher<string, string>({
    async work(items) {
      batches.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map(done);
    },
    ...{ ...wide, most: 3, ...options },
  });
  const end = async (added: Promise<unknown>) => {
    ends.shift()?.();
    await added;
  };
  return { batcher, batches, end };
}

test('one that comes alone goes at once; what comes meanwhile goes together, in order', async () => {
  const { batcher, batches, end } = opened();
  const added = ['a', 'b', 'c', 'd', 'e'].map((item) => batcher.add(item));
  expect(batches).toEqual([['a']]);
  await end(added[0] ?? expect.fail());
  await expect.poll(() => batches).toEqual([['a'], ['b', 'c', 'd']]);
  await end(added[1] ?? expect.fail());
  await expect.poll(() => batches).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  await end(added[4] ?? expect.fail());
  expect(await Promise.all(added)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('of one key one goes after the other, also beside one that goes alone', async () => {
  const batches: string[] = [];
  const ends: (() => void)[] = [];
  const batcher = createBatcher<string, string>({
    async work(items, isAlone) {
      batches.push(`${isAlone ? 'alone ' : ''}${items.join(' ')}`);
      if (items.includes('a1') && !isAlone) return items.map(() => ({ status: 'alone' }));
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map(done);
    },
    ...wide,
    keyOf: ([first = '']) => first,
  });
  const first = batcher.add('a1');
  await expect.poll(() => batches).toEqual(['a1', 'alone a1']);
  const rest = ['a2', 'b1', 'a3'].map((item) => batcher.add(item));
  expect(batches.slice(2)).toEqual(['b1']);
  ends[0]?.();
  await first;
  ends[1]?.();
  await expect.poll(() => batches.slice(3)).toEqual(['a2']);
  ends[2]?.();
  await expect.poll(() => batches.slice(4)).toEqual(['a3']);
  ends[3]?.();
  expect(await Promise.all(rest)).toEqual(['a2', 'b1', 'a3']);
});

test('nobody suffers for another: when a batch fails each is done by itself', async () => {
  const batches: string[][] = [];
  const batcher = createBatcher<string, string>({
    work: (items) => {
      batches.push([...items]);
      return items.includes('bad')
        ? Promise.reject(new Error('bad'))
        : Promise.resolve(items.map(done));
    },
    ...wide,
  });
  const added = ['first', 'a', 'bad', 'b'].map((item) => batcher.add(item));
  const settled = await Promise.allSettled(added);
  expect(settled.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  ]);
  expect(batches).toEqual([['first'], ['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
});

test('what concerns all is told to all, and tried once', async () => {
  let tries = 0;
  const batcher = createBatcher<string, string>({
    work: () => {
      tries += 1;
      return Promise.reject(new Error('away'));
    },
    ...wide,
    concernsAll: () => true,
  });
  const settled = await Promise.allSettled(['a', 'b', 'c'].map((item) => batcher.add(item)));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(tries).toBe(2);
});

test('who wants a batch of their own gets it; each is told its own', async () => {
  const batches: string[][] = [];
  const batcher = createBatcher<string, string>({
    work: (items, isAlone) => {
      batches.push([...items]);
      return Promise.resolve(
        items.map((item): Outcome<string> => {
          if (item === 'shy' && !isAlone) return { status: 'alone' };
          return item === 'no' ? { status: 'rejected', reason: new Error('no') } : done(item);
        }),
      );
    },
    ...wide,
  });
  const added = ['first', 'a', 'shy', 'no'].map((item) => batcher.add(item));
  const settled = await Promise.allSettled(added);
  expect(settled).toMatchObject([
    ...[{ value: 'first' }, { value: 'a' }, { value: 'shy' }, { status: 'rejected' }],
  ]);
  expect(batches).toEqual([['first'], ['a', 'shy', 'no'], ['shy']]);
});

test('more than may wait are refused, and those who wait are not', async () => {
  const { batcher, batches, end } = opened({ mostWaiting: 1 });
  const [first, second] = [batcher.add('a'), batcher.add('b')];
  await expect(batcher.add('c')).rejects.toBeInstanceOf(BatchesFull);
  await end(first);
  await expect.poll(() => batches).toHaveLength(2);
  await end(second);
  expect(await second).toBe('b');
});

test('of one key only so many may wait, and the others have their places', async () => {
  const { batcher, end } = opened({ mostOfOne: 2, keyOf: ([first = '']) => first });
  const [first, second] = [batcher.add('a1'), batcher.add('a2')];
  await expect(batcher.add('a3')).rejects.toBeInstanceOf(BatchesFull);
  const other = batcher.add('b1');
  await end(first);
  const third = batcher.add('a4');
  await expect(batcher.add('a5')).rejects.toBeInstanceOf(BatchesFull);
  await end(second);
  await end(third);
  expect(await Promise.all([second, other, third])).toEqual(['a2', 'b1', 'a4']);
});

test('who waits for a batch of their own waits too', async () => {
  const ends: (() => void)[] = [];
  const batcher = createBatcher<string, string>({
    async work(items, isAlone) {
      if (!isAlone) return items.map(() => ({ status: 'alone' }));
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map(done);
    },
    ...wide,
    mostWaiting: 2,
  });
  const first = batcher.add('a');
  await expect.poll(() => ends.length).toBe(1);
  const rest = [batcher.add('b')];
  await Promise.resolve();
  rest.push(batcher.add('c'));
  await expect(batcher.add('d')).rejects.toBeInstanceOf(BatchesFull);
  for (const one of [first, ...rest]) {
    await expect.poll(() => ends.length).toBe(1);
    ends.pop()?.();
    await one;
  }
});
