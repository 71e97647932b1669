import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

test.each<[string, string | undefined, number, string]>([
  ['without a proxy the header is a stranger’s word', '203.0.113.9', 0, '192.0.2.1'],
  ['one proxy adds the last entry', '203.0.113.9, 198.51.100.7', 1, '198.51.100.7'],
  ['two proxies add the last two', '203.0.113.9, 198.51.100.7, 10.0.0.2', 2, '198.51.100.7'],
  ['a header shorter than the proxies gives its first entry', '198.51.100.7', 3, '198.51.100.7'],
  ['a proxy that adds nothing leaves itself', undefined, 1, '192.0.2.1'],
  ['empty entries do not count', ' , 198.51.100.7 ,', 1, '198.51.100.7'],
])('%s', (_name, header, proxies, expected) => {
  expect(clientAddress('192.0.2.1', header, proxies)).toBe(expected);
});
