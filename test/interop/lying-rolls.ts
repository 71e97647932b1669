import { createHash } from 'node:crypto';
import { formatRollHead, parseRollHead, type RollHead, type RollPart } from '@countersign/letter';
import { canonicalJson, encodeBase64 } from '@countersign/proof';
import { enqueueEntries } from '#log';
import type { LetterWorld } from '../letters/signed-letter.ts';
import { readFiles, type RollFiles } from './roll-files.ts';

/** A roll that an operator has made up: its hashes are right, and the log has counted it. */
export interface LyingRoll {
  readonly name: string;
  readonly files: RollFiles;
}

interface Lie {
  readonly name: string;
  readonly head: RollHead;
  /** Parts besides those that are served. */
  readonly bodies: ReadonlyMap<string, string>;
  /** The people that the log is told of; as the head says unless it is given. */
  readonly signed?: number;
}

/**
 * Has the log count rolls that are false, each after the other: what only the lines, held against the log, can
 * tell.
 *
 * @param letter its public id; it is counted with at least four lines in the first part.
 */
export async function writeLies(world: LetterWorld, letter: string): Promise<LyingRoll[]> {
  const honest = await readFiles(world, letter);
  const path = `letters/${letter}/roll.json`;
  const served: { head: string } = JSON.parse(textOf(honest, path));
  const head = parseRollHead(served.head);
  const lying: LyingRoll[] = [];
  for (const lie of liesOf(head, honest)) {
    const counted = await count(world, lie);
    const files = new Map(await readFiles(world, letter));
    files.set(path, bytesOf(canonicalJson({ v: 1, head: formatRollHead(lie.head), counted })));
    for (const [sha256, body] of lie.bodies) {
      files.set(`letters/${letter}/roll/${sha256}`, bytesOf(body));
    }
    lying.push({ name: `counted by the log: ${lie.name}`, files });
  }
  return lying;
}

function liesOf(head: RollHead, files: RollFiles): Lie[] {
  const [part] = head.parts;
  if (part === undefined) throw new Error('expected a part');
  const lines = textOf(files, `letters/${head.letter}/roll/${part.sha256}`).trimEnd().split('\n');
  const [first = '', second = '', third = '', ...rest] = lines;
  if (rest.length === 0) throw new Error('expected four lines');
  const relined = (name: string, own: readonly string[]): Lie => {
    const body = `${own.join('\n')}\n`;
    const sha256 = createHash('sha256').update(body).digest('hex');
    const now: RollPart = { ...part, lines: own.length, sha256 };
    const classes = recounted(head, lines, own);
    const parts = head.parts.map((one) => (one === part ? now : one));
    return { name, head: { ...head, classes, parts }, bodies: new Map([[sha256, body]]) };
  };
  const told = (name: string, classes: RollHead['classes'], signed?: number): Lie => ({
    ...{ name, head: { ...head, classes }, bodies: new Map() },
    ...(signed !== undefined && { signed }),
  });
  const otherText = encodeBase64(createHash('sha256').update('another text').digest());
  return [
    relined('a line twice', [first, second, second, third, ...rest]),
    relined('places that do not rise', [first, third, second, ...rest]),
    relined('a line that is in no log', [first, resalted(second), third, ...rest]),
    relined('a line under another class', [first, reclassed(second, head), third, ...rest]),
    relined('a line of an entry at another place', [first, moved(second, third), ...rest]),
    told(
      'one more than there are lines',
      head.classes.map((one, at) => (at === 0 ? { ...one, count: one.count + 1 } : one)),
    ),
    told('more people than the roll has', head.classes, peopleOf(head) + 1),
    told('a class of a text that is none of the letter’s', [
      ...head.classes,
      { class: { ...(head.classes[0] ?? missing()).class, text: otherText }, count: 0 },
    ]),
  ];
}

const classOf = (line: string) => Number(line.split(' ')[2]);

/** The head's numbers after lines were exchanged for others. */
function recounted(head: RollHead, were: readonly string[], are: readonly string[]) {
  const of = (lines: readonly string[], at: number) =>
    lines.filter((line) => classOf(line) === at).length;
  return head.classes.map((one, at) => ({
    ...one,
    count: one.count - of(were, at) + of(are, at),
  }));
}

function resalted(line: string): string {
  const [place, id, own, , ...path] = line.split(' ');
  return [place, id, own, encodeBase64(Buffer.alloc(32, 7)), ...path].join(' ');
}

function reclassed(line: string, { classes }: RollHead): string {
  const [place, id, own, ...rest] = line.split(' ');
  return [place, id, String((Number(own) + 1) % classes.length), ...rest].join(' ');
}

/** What opens one entry, told of the place of the next. */
function moved(line: string, next: string): string {
  return [next.split(' ')[0], ...line.split(' ').slice(1)].join(' ');
}

function peopleOf({ classes }: RollHead): number {
  const first = classes.filter((one) => one.class.affirms === 'first');
  return first.reduce((sum, { count: own }) => sum + own, 0);
}

/** Has the log count a roll. @returns where it did. */
async function count(world: LetterWorld, { head, signed = peopleOf(head) }: Lie) {
  const roll = createHash('sha256').update(formatRollHead(head)).digest('base64');
  const [entry = missing()] = await world.db
    .transaction()
    .execute((tx) =>
      enqueueEntries(tx, [{ kind: 'count', fields: { letter: head.letter, roll, signed } }]),
    );
  await world.publish();
  const { place } = await world.db
    .selectFrom('log_entry')
    .select('place')
    .where('entry', '=', entry)
    .executeTakeFirstOrThrow();
  return { entry, place: place ?? missing() };
}

function missing(): never {
  throw new Error('expected it to be there');
}

function textOf(files: RollFiles, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString();
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
