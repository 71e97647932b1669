import { createHash } from 'node:crypto';
import { changesOf } from './cases/blind-changes.ts';
import type { LetterRoll } from './letter-roll.ts';
import type { RollFiles } from './roll-files.ts';

export interface ChangedRoll {
  readonly name: string;
  readonly files: RollFiles;
  readonly isRefused?: boolean;
}

/** What a host may make of a letter's files: each changed without knowing what it is, and some by design. */
export function changedRolls({ files, stale, lies }: LetterRoll): ChangedRoll[] {
  const blind = [...files]
    .filter(([name]) => name !== 'letter' && name !== 'policy')
    .flatMap(([name, bytes]) => [
      { name: `${name}: left out`, files: without(files, name) },
      ...changesOf(bytes).map(([what, changed]) => ({
        name: `${name}: ${what}`,
        files: having(files, name, changed),
      })),
    ]);
  const made = [...designed(files, stale), ...lies];
  return [...blind, ...made.map((one) => ({ ...one, isRefused: true }))];
}

function designed(files: RollFiles, stale: RollFiles): ChangedRoll[] {
  const of = (part: string) => [...files.keys()].filter((name) => name.includes(part));
  const [roll = ''] = of('roll.json');
  const [batch = '', second = ''] = of('log/batch/');
  const parts = of('/roll/');
  const part = parts[0] ?? '';
  const lines = textOf(files, part).trimEnd().split('\n');
  const served: { head: string } = JSON.parse(textOf(files, roll));
  const headed = (from: RollFiles, head: string) =>
    having(from, roll, bytesOf(JSON.stringify({ ...served, head })));
  /** A part's lines exchanged, and the head's hash of it made to match: not logged. */
  const relined = (name: string, own: readonly string[]) => {
    const body = bytesOf(`${own.join('\n')}\n`);
    const hash = createHash('sha256').update(body).digest('hex');
    const was = part.split('/').at(-1) ?? '';
    const moved = having(files, part.replace(was, hash), body);
    return { name, files: headed(moved, served.head.replace(was, hash)) };
  };
  const counted = served.head.replace(
    /"count":(\d+)/u,
    (_all, n: string) => `"count":${Number(n) + 1}`,
  );
  return [
    { name: "a class's number altered", files: headed(files, counted) },
    relined('lines swapped, their hash in the head', lines.toReversed()),
    relined('a line twice, its hash in the head', [...lines, lines.at(-1) ?? '']),
    relined('a line left out, its hash in the head', lines.slice(1)),
    { name: 'an older roll', files: stale },
    { name: 'another batch', files: having(files, batch, files.get(second) ?? new Uint8Array()) },
  ];
}

function having(files: RollFiles, name: string, bytes: Uint8Array): RollFiles {
  return new Map([...files, [name, bytes]]);
}

function without(files: RollFiles, name: string): RollFiles {
  return new Map([...files].filter(([other]) => other !== name));
}

function textOf(files: RollFiles, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString();
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
