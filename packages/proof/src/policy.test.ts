import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/code-of.ts';
import {
  formatPolicy,
  formatVkey,
  meetsQuorum,
  noteKey,
  parsePolicy,
  type Policy,
  PolicyError,
  signatureTypes,
} from './index.ts';
import { noble } from './noble.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const keyOf = (name: string, type: number, seed: number) =>
  noteKey(noble, name, type, new Uint8Array(32).fill(seed));
const cosigner = (seed: number) =>
  formatVkey(keyOf(`w${seed}.example`, signatureTypes.cosignature, seed));
const log = formatVkey(keyOf('log.example', signatureTypes.ed25519, 1));

// The example of the specification, with keys in the place of <vkey>.
const example = `log ${log}

witness X1 ${cosigner(11)}
witness X2 ${cosigner(12)}
witness X3 ${cosigner(13)}
group X-witnesses 2 X1 X2 X3

witness Y1 ${cosigner(21)}
witness Y2 ${cosigner(22)}
witness Y3 ${cosigner(23)}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

/** The specification's meaning of a quorum, from the top down. */
function isWitnessed(policy: Policy, name: string, cosigned: ReadonlySet<string>): boolean {
  const group = policy.groups.find((one) => one.name === name);
  if (group === undefined) return cosigned.has(name);
  const members = group.members.filter((member) => isWitnessed(policy, member, cosigned));
  return members.length >= group.threshold;
}

describe('the example of the specification', () => {
  const policy = parsePolicy(noble, utf8(example));

  test('is read', () => {
    expect(policy.logs.map(({ key }) => key.name)).toEqual(['log.example']);
    expect(policy.witnesses.map(({ name }) => name).join(' ')).toBe('X1 X2 X3 Y1 Y2 Y3');
    expect(policy.groups).toEqual([
      { name: 'X-witnesses', threshold: 2, members: ['X1', 'X2', 'X3'] },
      { name: 'Y-witnesses', threshold: 1, members: ['Y1', 'Y2', 'Y3'] },
      { name: 'X-and-Y', threshold: 2, members: ['X-witnesses', 'Y-witnesses'] },
    ]);
    expect(parsePolicy(noble, formatPolicy(noble, policy))).toEqual(policy);
  });

  test.each([
    ['X1 X2 Y1', true],
    ['X1 X2 X3 Y1 Y2 Y3', true],
    ['X1 X3 Y3', true],
    ['X1 X2 X3', false],
    ['X1 Y1 Y2 Y3', false],
    ['', false],
  ])('is met by %s: %s', (names, met) => {
    expect(meetsQuorum(policy, names.split(' '))).toBe(met);
  });

  test('means for every set of cosigners what the specification says', () => {
    fc.assert(
      fc.property(fc.subarray(policy.witnesses.map(({ name }) => name)), (names) => {
        expect(meetsQuorum(policy, names)).toBe(isWitnessed(policy, policy.quorum, new Set(names)));
      }),
    );
  });
});

describe('parsePolicy', () => {
  const one = `witness a ${cosigner(2)}\n`;
  const two = `witness b ${cosigner(3)}\n`;

  test.each([
    ['a witness as the quorum', `${one}quorum a\n`],
    ['no quorum', 'quorum none\n'],
    ['comments, tabs, blank lines and no newline at the end', `  # x\n\t\n \tquorum\t none `],
    [
      'white space of other alphabets in a name',
      `witness a\u00a0b ${cosigner(2)}\nquorum a\u00a0b`,
    ],
    [
      'addresses',
      `log ${log} https://log.example/\nwitness a ${cosigner(2)} https://a/\nquorum a\n`,
    ],
    ['32 of each', thirtyTwo()],
  ])('takes %s', (_what, file) => {
    const policy = parsePolicy(noble, utf8(file));
    expect(parsePolicy(noble, formatPolicy(noble, policy))).toEqual(policy);
  });

  test('takes a comment in any encoding', () => {
    const file = Uint8Array.of(0x23, 0xe9, 0x0a, ...utf8('quorum none\n'));
    expect(parsePolicy(noble, file).quorum).toBe('none');
  });

  test.each([
    ['nothing', ''],
    ['no quorum line', one],
    ['two quorum lines', 'quorum none\nquorum none\n'],
    ['a quorum that is defined below', `quorum a\n${one}`],
    ['a quorum that is not defined', 'quorum a\n'],
    ['a quorum of two', `${one}${two}quorum a b\n`],
    ['an unknown line', 'threshold 2\nquorum none\n'],
    ['a carriage return', 'quorum none\r\n'],
    ['a log without a key', 'log\nquorum none\n'],
    ['a log with a cosigner key', `log ${cosigner(2)}\nquorum none\n`],
    ['a witness with a log key', `witness a ${log}\nquorum a\n`],
    ['a witness with a broken key', 'witness a b+c+d\nquorum a\n'],
    ['the same log key twice', `log ${log}\nlog ${log}\nquorum none\n`],
    ['the same key under two names', `${one}witness b ${renamed(2)}\nquorum a\n`],
    ['a name twice', `${one}witness a ${cosigner(3)}\nquorum a\n`],
    ['a group named as a witness', `${one}group a any a\nquorum a\n`],
    ['a witness named none', `witness none ${cosigner(2)}\nquorum none\n`],
    ['none in a group', `${one}group g any none\nquorum g\n`],
    ['a group without members', 'group g any\nquorum g\n'],
    ['a group of itself', 'group g any g\nquorum g\n'],
    ['a member defined below', `group g any a\n${one}quorum g\n`],
    ['a member twice', `${one}group g 2 a a\nquorum g\n`],
    ['a member of two groups', `${one}group g any a\ngroup h any a\nquorum h\n`],
    ['a threshold of none', `${one}group g 0 a\nquorum g\n`],
    ['a threshold of more than all', `${one}group g 2 a\nquorum g\n`],
    ['a threshold that is no number', `${one}group g 1.0 a\nquorum g\n`],
    ['a threshold with a leading zero', `${one}group g 01 a\nquorum g\n`],
    ['a word too many', `log ${log} https://a/ b\nquorum none\n`],
    ['megabytes', `#${'x'.repeat(300_000)}\nquorum none\n`],
  ])('refuses %s', (_what, file) => {
    expect(codeOf(() => parsePolicy(noble, utf8(file)))).toBe('policy-malformed');
  });

  test('names the line, and what is wrong with its key', () => {
    const vkey = `x${cosigner(2)}`;
    try {
      parsePolicy(noble, utf8(`# one\nwitness a ${vkey}\n`));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      if (!(error instanceof PolicyError)) return;
      expect(error.message).toMatch(/^line 2: /);
      expect(error).toMatchObject({ code: 'policy-malformed', fault: 'key', line: 2 });
      expect(error.cause).toMatchObject({ code: 'key-id-mismatch' });
    }
  });

  test('lets nothing but ProofError out', () => {
    const bytes = utf8(example);
    const words = fc.constantFrom('log', 'witness', 'group', 'quorum', 'any', 'all', '2', 'none');
    const items = fc.oneof(words, fc.constantFrom(' ', '\n', '\t', '#', log, cosigner(2), 'a'));
    fc.assert(
      fc.property(
        fc.array(items, { maxLength: 40 }).map((parts) => utf8(parts.join(' '))),
        fc.uint8Array({ maxLength: 100 }),
        fc.nat(bytes.length - 1),
        fc.nat(255),
        (grammar, noise, at, byte) => {
          const changed = bytes.slice();
          changed[at] = byte;
          for (const file of [grammar, noise, changed]) {
            if (codeOf(() => parsePolicy(noble, file)) !== 'accepted') continue;
            const policy = parsePolicy(noble, file);
            expect(parsePolicy(noble, formatPolicy(noble, policy))).toEqual(policy);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('formatPolicy', () => {
  const policy = parsePolicy(noble, utf8(example));
  test.each([
    ['a name with a space', { ...policy, quorum: 'X and Y' }],
    ['an empty name', { ...policy, quorum: '' }],
    ['a quorum that is not there', { ...policy, quorum: 'Z' }],
    [
      'an address with a newline',
      { ...policy, logs: policy.logs.map((one) => ({ ...one, url: '\n' })) },
    ],
  ])('refuses %s', (_what, wrong) => {
    expect(codeOf(() => formatPolicy(noble, wrong))).toBe('policy-malformed');
  });
});

function renamed(seed: number): string {
  return formatVkey(keyOf('another.example', signatureTypes.cosignature, seed));
}

function thirtyTwo(): string {
  const all = Array.from({ length: 32 }, (_, at) => at + 1);
  const logs = all.map((n) => formatVkey(keyOf(`l${n}`, signatureTypes.ed25519, n)));
  return [
    ...logs.map((vkey) => `log ${vkey}`),
    ...all.map((n) => `witness w${n} ${cosigner(n)}`),
    ...all.map((n) => `group g${n} any w${n}${n > 1 ? ` g${n - 1}` : ''}`),
    'quorum g32',
  ].join('\n');
}
