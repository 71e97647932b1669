import { generateKeyPairSync, sign as signWith } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/code-of.ts';
import vectors from '../test/vectors/notes.json' with { type: 'json' };
import {
  cosign,
  cosignatureMessage,
  encodeBase64,
  formatCheckpoint,
  formatNote,
  formatVkey,
  keyIdText,
  noteKey,
  parseCosignature,
  parseNote,
  parseSignedCheckpoint,
  parseVkey,
  ProofError,
  signatureTypes,
  signNote,
  verifyCheckpoint,
  verifyNote,
} from './index.ts';
import { noble } from './noble.ts';
import { node } from './node.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function keyPair(name: string, type: number = signatureTypes.ed25519) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  return {
    key: noteKey(node, name, type, raw),
    sign: (message: Uint8Array) => new Uint8Array(signWith(null, message, privateKey)),
  };
}

const text = formatCheckpoint({ origin: 'log.example/1', size: 7n, root: new Uint8Array(32) });
const log = keyPair('log.example/1');
const cosigner = keyPair('cosigner.example', signatureTypes.cosignature);
const signed = signNote(log.key, text, log.sign);
const cosigned = cosign(cosigner.key, text, 1_679_315_147n, cosigner.sign);

describe.each([
  ['node', node],
  ['noble', noble],
])('notes of others, by %s', (_name, provider) => {
  test.each(vectors)('$name', ({ vkeys, note, verified, ignored, code }) => {
    const keys = vkeys.map((vkey) => parseVkey(provider, vkey));
    const verify = () => verifyNote(provider, parseNote(utf8(note)), keys);
    expect(codeOf(verify)).toBe(code ?? 'accepted');
    expect(keys.map(formatVkey)).toEqual(vkeys);
    expect(formatNote(parseNote(utf8(note)))).toEqual(utf8(note));
    if (code !== undefined) return;
    const identity = (of: { name: string; keyId: number }) => `${of.name}+${keyIdText(of)}`;
    expect(verify().verified.map(({ key }) => identity(key))).toEqual(verified);
    expect(verify().ignored.map(identity)).toEqual(ignored);
  });
});

describe('parseVkey', () => {
  const good = formatVkey(log.key);
  test.each([
    ['nothing', '', 'key-malformed'],
    ['a key id in capitals', good.replace(/\+.{8}\+/, '+ABCDEF01+'), 'key-malformed'],
    ['another key id', good.replace(/\+.{8}\+/, '+00000000+'), 'key-id-mismatch'],
    ['another name', `x${good}`, 'key-id-mismatch'],
    ['a name with a space', `a ${good}`, 'key-malformed'],
    [
      'a key of 31 bytes',
      `a+00000000+${encodeBase64(new Uint8Array(32).fill(1))}`,
      'key-malformed',
    ],
    [
      'an unknown type',
      `a+00000000+${encodeBase64(new Uint8Array(33).fill(2))}`,
      'key-type-unsupported',
    ],
    ['a megabyte', 'a'.repeat(1_000_000), 'key-malformed'],
    ['two keys', `${good}+${good}`, 'key-malformed'],
  ])('refuses %s', (_what, vkey, code) => {
    expect(codeOf(() => parseVkey(node, vkey))).toBe(code);
  });
});

test('noteKey neither changes nor keeps the bytes it is given, be they a Buffer', () => {
  const given = Buffer.alloc(32, 0xff);
  const key = noteKey(node, 'a', signatureTypes.ed25519, given);
  expect([...given]).toEqual(Array.from({ length: 32 }, () => 0xff));
  given.fill(1);
  expect(key.publicKey).toEqual(new Uint8Array(32).fill(0xff));
});

test('parseVkey lets nothing but ProofError out, and formatVkey writes what it read', () => {
  const good = formatVkey(cosigner.key);
  fc.assert(
    fc.property(fc.string(), fc.nat(good.length), fc.nat(good.length), (noise, from, to) => {
      for (const vkey of [noise, `${good.slice(0, from)}${noise}${good.slice(to)}`]) {
        if (codeOf(() => parseVkey(node, vkey)) !== 'accepted') continue;
        expect(formatVkey(parseVkey(node, vkey))).toBe(vkey);
      }
      expect(formatVkey(parseVkey(node, good))).toBe(good);
    }),
    { numRuns: 1000 },
  );
});

describe('a key of small order', () => {
  // y = 0, 1, −1 and the four points of order 8, from the curve itself.
  const torsion = Array.from({ length: 8 }, (_, at) => {
    const eighth = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';
    return ed25519.Point.fromHex(eighth).multiplyUnsafe(BigInt(at)).toBytes();
  });

  test.each(torsion.map((key) => [Buffer.from(key).toString('hex'), key]))(
    'is no key, for anybody can sign with it: %s',
    (_hex, publicKey) => {
      expect(codeOf(() => noteKey(node, 'a', signatureTypes.ed25519, publicKey))).toBe(
        'key-malformed',
      );
    },
  );

  test.each([node, noble])('verifies nothing, whichever provider is asked', ({ verifyEd25519 }) => {
    for (const key of torsion) {
      for (const point of torsion) {
        const signature = Uint8Array.from([...point, ...new Uint8Array(32)]);
        expect(verifyEd25519(key, utf8('anything'), signature)).toBe(false);
      }
    }
  });
});

describe('parseNote', () => {
  const line = `— a ${encodeBase64(new Uint8Array(68))}\n`;
  test.each([
    ['no empty line', 'text\n', 'note-malformed'],
    ['no signature', 'text\n\n', 'note-malformed'],
    ['a last line that does not end', `text\n\n${line.trimEnd()}`, 'note-malformed'],
    ['a carriage return', `text\r\n\n${line}`, 'note-malformed'],
    ['a tab', `te\txt\n\n${line}`, 'note-malformed'],
    ['a hyphen for a dash', `text\n\n${line.replace('—', '-')}`, 'note-malformed'],
    ['a name with a no-break space', `text\n\n${line.replace('a', '\u00a0')}`, 'note-malformed'],
    ['a name with a plus', `text\n\n${line.replace('a', '+')}`, 'note-malformed'],
    ['a fourth word', `text\n\n${line.replace('\n', ' x\n')}`, 'note-malformed'],
    ['four bytes of signature', 'text\n\n— a AAAAAA==\n', 'note-malformed'],
    ['base64 with bits to spare', 'text\n\n— a AAAAAAB=\n', 'note-malformed'],
    ['base64 without padding', 'text\n\n— a AAAAAAA\n', 'note-malformed'],
    ['an empty line among the signatures', `text\n\n${line}\n${line}`, 'accepted'],
    ['a hundred signatures', `text\n\n${line.repeat(100)}`, 'accepted'],
    ['more than a hundred', `text\n\n${line.repeat(101)}`, 'note-too-large'],
    ['hundreds of thousands', `text\n\n${line.repeat(300_000)}`, 'note-too-large'],
    ['a text of too many lines', `${'\n'.repeat(5000)}\n${line}`, 'note-too-large'],
  ])('on %s', (_what, note, code) => {
    expect(codeOf(() => parseNote(utf8(note)))).toBe(code);
  });

  test('refuses what is not UTF-8', () => {
    expect(codeOf(() => parseNote(Uint8Array.of(0xff, 10, 10)))).toBe('note-malformed');
  });

  test('lets nothing but ProofError out, and writes back what it read', () => {
    const good = formatNote({ text, signatures: [signed, cosigned] });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(3)).map(([at, byte, drop]) => {
            const changed = good.slice();
            changed[at] = byte;
            return drop === 0 ? changed.slice(0, at) : changed;
          }),
        ),
        (bytes) => {
          try {
            expect(formatNote(parseNote(bytes))).toEqual(bytes);
          } catch (error) {
            if (!(error instanceof ProofError)) throw error;
          }
          expect(codeOf(() => parseSignedCheckpoint(bytes))).toBeTypeOf('string');
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('verifyNote', () => {
  const stranger = keyPair('stranger.example');
  const strange = signNote(stranger.key, text, stranger.sign);

  test('tells known from unknown signatures, and the time of a cosignature', () => {
    const note = { text, signatures: [strange, signed, cosigned] };
    const { verified, ignored } = verifyNote(noble, note, [log.key, cosigner.key]);
    expect(verified.map(({ key, time }) => [key.name, time])).toEqual([
      ['log.example/1', undefined],
      ['cosigner.example', 1_679_315_147n],
    ]);
    expect(ignored).toEqual([strange]);
  });

  test('ignores a signature under a known name or a known key id, but not both', () => {
    const renamed = { ...strange, name: log.key.name };
    const renumbered = { ...strange, keyId: log.key.keyId };
    const both = { ...renamed, keyId: log.key.keyId };
    const open = (extra: typeof strange) =>
      verifyNote(node, { text, signatures: [signed, extra] }, [log.key]);
    expect(open(renamed).ignored).toEqual([renamed]);
    expect(open(renumbered).ignored).toEqual([renumbered]);
    expect(codeOf(() => open(both))).toBe('signature-invalid');
  });

  test('condemns a note for one bad signature of a known key, even the second by it', () => {
    const bad = { ...signed, signature: signed.signature.toReversed() };
    const note = { text, signatures: [signed, bad] };
    expect(codeOf(() => verifyNote(node, note, [log.key]))).toBe('signature-invalid');
  });

  test('refuses a cosignature that was moved to another time', () => {
    const moved = cosigned.signature.slice();
    moved[7] = (moved[7] ?? 0) ^ 1;
    const note = { text, signatures: [{ ...cosigned, signature: moved }] };
    expect(codeOf(() => verifyNote(node, note, [cosigner.key]))).toBe('signature-invalid');
  });

  test('refuses a cosignature that is too short to be one', () => {
    const note = { text, signatures: [{ ...cosigned, signature: signed.signature }] };
    expect(codeOf(() => verifyNote(node, note, [cosigner.key]))).toBe('signature-malformed');
  });

  test('refuses two trusted keys that cannot be told apart', () => {
    const twin = { ...log.key, publicKey: stranger.key.publicKey };
    const note = { text, signatures: [signed] };
    expect(codeOf(() => verifyNote(node, note, [log.key, twin]))).toBe('key-ambiguous');
  });
});

describe('verifyCheckpoint', () => {
  const note = formatNote({ text, signatures: [signed, cosigned] });

  test('accepts what the log signed, with the cosignatures one knows', () => {
    const parsed = parseSignedCheckpoint(note);
    expect(parsed.checkpoint).toEqual({
      ...{ origin: 'log.example/1', size: 7n, root: new Uint8Array(32), extensions: [] },
    });
    const { signatures } = verifyCheckpoint(node, parsed, [log.key], [cosigner.key]);
    expect(signatures.verified).toHaveLength(2);
  });

  test('refuses a log that is not trusted, and cosignatures alone', () => {
    const parsed = parseSignedCheckpoint(note);
    const other = keyPair('other.example').key;
    expect(codeOf(() => verifyCheckpoint(node, parsed, [other], [cosigner.key]))).toBe(
      'origin-mismatch',
    );
    const unsigned = parseSignedCheckpoint(formatNote({ text, signatures: [cosigned] }));
    expect(codeOf(() => verifyCheckpoint(node, unsigned, [log.key], [cosigner.key]))).toBe(
      'signature-missing',
    );
  });

  test('keeps extension lines and holds the cosignature to them', () => {
    const extended = `${text}something else\n`;
    const signatures = [
      signNote(log.key, extended, log.sign),
      cosign(cosigner.key, extended, 5n, cosigner.sign),
    ];
    const parsed = parseSignedCheckpoint(formatNote({ text: extended, signatures }));
    expect(parsed.checkpoint.extensions).toEqual(['something else']);
    verifyCheckpoint(node, parsed, [log.key], [cosigner.key]);
    const moved = { text: extended, signatures: [signatures[0] ?? signed, cosigned] };
    const wrong = parseSignedCheckpoint(formatNote(moved));
    expect(codeOf(() => verifyCheckpoint(node, wrong, [log.key], [cosigner.key]))).toBe(
      'signature-invalid',
    );
  });

  const root = encodeBase64(new Uint8Array(32));
  test.each([
    ['two lines', `log\n5\n`],
    ['a leading zero', `log\n05\n${root}\n`],
    ['a size beyond 64 bits', `log\n18446744073709551616\n${root}\n`],
    ['a sign', `log\n+5\n${root}\n`],
    ['a root of 31 bytes', `log\n5\n${encodeBase64(new Uint8Array(31))}\n`],
    ['no origin', `\n5\n${root}\n`],
    ['an empty extension line', `log\n5\n${root}\n\nmore\n`],
  ])('refuses %s', (_what, wrong) => {
    const bytes = formatNote({ text: wrong, signatures: [signed] });
    expect(codeOf(() => parseSignedCheckpoint(bytes))).toBe('checkpoint-malformed');
  });
});

describe('cosign', () => {
  test('signs the words of the specification', () => {
    const body =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(cosignatureMessage(body, 1_679_315_147n)).toEqual(
      utf8(`cosignature/v1\ntime 1679315147\n${body}`),
    );
  });

  test('waits for a key that is elsewhere', async () => {
    const remote = async (message: Uint8Array) => cosigner.sign(message);
    expect(await cosign(cosigner.key, text, 1_679_315_147n, remote)).toEqual(cosigned);
    expect(parseCosignature(cosigned.signature).time).toBe(1_679_315_147n);
  });

  test.each([
    ['a text that is no checkpoint', cosigner.key, 'hello\n', 1n, 'checkpoint-malformed'],
    ['a key that signs notes', log.key, text, 1n, 'key-type-unsupported'],
    ['a time before 1970', cosigner.key, text, -1n, 'signature-malformed'],
    ['a time beyond 63 bits', cosigner.key, text, 2n ** 63n, 'signature-malformed'],
  ])('refuses %s', (_what, key, body, time, code) => {
    expect(codeOf(() => cosign(key, body, time, cosigner.sign))).toBe(code);
  });
});
