import { expect, test } from 'vitest';
import type { AreaTranslator } from '../../messages/catalogs.ts';
import { chainWords } from './chain-words.ts';

// Says the key and what fills it.
const t = ((key: string, params?: { who: string }) =>
  key === 'chain.comma'
    ? ','
    : key === 'chain.itself'
      ? key
      : `${key.slice(6)}(${params?.who})`) as AreaTranslator<'coding'>;

test('a source that was not seen is told so; a person who speaks is neither', () => {
  const chain = [
    { text: 'his lawyer', type: 'entity', seen: false },
    { text: 'a trade magazine', type: 'source', seen: false },
    { text: 'this paper', type: 'source', seen: true },
  ];
  expect(chainWords(chain, t)).toBe(
    'his lawyer, through(notSeen(a trade magazine)), through(this paper)',
  );
  expect(chainWords([], t)).toBe('chain.itself');
});
