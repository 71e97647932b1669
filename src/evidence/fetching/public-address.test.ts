import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:93.184.216.34',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '5f00::1',
  '4000::1',
  'a000::1',
  'localhost',
  '',
  '127.0.0.1.',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test('no IPv4 address outside global unicast passes, however it is wrapped into IPv6', () => {
  const octet = fc.nat(255);
  fc.assert(
    fc.property(
      fc.constantFrom('10', '127', '169.254', '192.168'),
      octet,
      octet,
      octet,
      (net, ...rest) => {
        const plain = [...net.split('.'), ...rest].slice(0, 4).join('.');
        const bytes = ipaddr.IPv4.parse(plain).toByteArray();
        const [high, low] = [0, 2].map((at) =>
          ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)).toString(16),
        );
        const forms = [
          plain,
          `::${plain}`,
          `::ffff:${plain}`,
          `64:ff9b::${high}:${low}`,
          `2002:${high}:${low}::1`,
        ];
        expect(forms.filter(isPublicAddress)).toEqual([]);
      },
    ),
  );
});
