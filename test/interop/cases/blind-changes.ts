import type { JsonValue } from '@countersign/proof';
import type { Inputs } from '../judge.ts';
import { type Case, utf8 } from './case.ts';

const flips = 14;

/**
 * Changes one input of an accepted case without knowing what it is: bytes flipped at even distances,
 * ends cut off or added, parts swapped.
 *
 * @param expect `agreed` for an input that is itself trusted, so that changing it may change anything.
 */
export function changedCases(
  sound: { readonly name: string; readonly kind: string; readonly inputs: Inputs },
  input: string,
  proven: JsonValue,
  expect: 'unharmed' | 'agreed' = 'unharmed',
): Case[] {
  const bytes = sound.inputs[input];
  if (bytes === undefined) throw new Error(`${sound.name} has no ${input}`);
  return (
    changesOf(bytes)
      // A policy whose last line does not end is one of those by design.
      .filter(([, changed]) => input !== 'policy' || changed.at(-1) === 0x0a)
      .map(([what, changed]) => ({
        ...{ name: `${sound.name}: ${input}: ${what}`, kind: sound.kind, expect, proven },
        inputs: { ...sound.inputs, [input]: changed },
      }))
  );
}

/** Bytes changed in each such way, those left out that come out as they were. */
export function changesOf(bytes: Uint8Array): [string, Uint8Array][] {
  return changes(bytes).filter(([, changed]) => Buffer.compare(changed, bytes) !== 0);
}

function changes(bytes: Uint8Array): [string, Uint8Array][] {
  const { length } = bytes;
  const half = Math.floor(length / 2);
  const places = Array.from({ length: flips }, (_, at) => Math.floor((at * (length - 1)) / flips));
  return [
    ...[...new Set([...places, length - 1])].flatMap((at): [string, Uint8Array][] => [
      [`bit 0 of byte ${at} flipped`, flipped(bytes, at, 0x01)],
      [`bit 5 of byte ${at} flipped`, flipped(bytes, at, 0x20)],
    ]),
    ...[0, 1, half, length - 32, length - 1].map((to): [string, Uint8Array] => [
      `cut to ${to} of ${length}`,
      bytes.subarray(0, Math.max(0, to)),
    ]),
    ['without its first byte', bytes.subarray(1)],
    ['a line feed added', joined(bytes, utf8('\n'))],
    ['a zero added', joined(bytes, Uint8Array.of(0))],
    ['twice', joined(bytes, bytes)],
    ['halves swapped', joined(bytes.subarray(half), bytes.subarray(0, half))],
    ['a byte order mark before it', joined(utf8('\ufeff'), bytes)],
    ...inLines(bytes),
  ];
}

function inLines(bytes: Uint8Array): [string, Uint8Array][] {
  const text = Buffer.from(bytes).toString('latin1');
  const lines = text.split('\n');
  if (lines.length < 3) return [];
  const latin1 = (changed: readonly string[], end = '\n') =>
    Uint8Array.from(Buffer.from(changed.join(end), 'latin1'));
  return [
    ['lines ended as on Windows', latin1(lines, '\r\n')],
    ...lines.slice(0, 12).flatMap((line, at): [string, Uint8Array][] => [
      [`line ${at + 1} left out`, latin1(lines.toSpliced(at, 1))],
      [`line ${at + 1} twice`, latin1(lines.toSpliced(at, 0, line))],
      [
        `lines ${at + 1} and ${at + 2} swapped`,
        latin1(lines.toSpliced(at, 2, ...lines.slice(at, at + 2).reverse())),
      ],
    ]),
  ];
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ mask;
  return changed;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
