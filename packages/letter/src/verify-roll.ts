import {
  encodeBase64,
  ProofError,
  type CheckpointFindings,
  type Policy,
  type ProofErrorCode,
  type Provider,
} from '@countersign/proof';
import { LetterFault, type LetterFaultCode } from './letter-fault.ts';
import { RollLog, type ReadFile } from './roll-log.ts';
import { parseRollHead, rollLimits, type RollHead, type RollPart } from './roll-head.ts';
import { parseRollPart } from './roll-line.ts';
import { recount, type LeafAt } from './recount.ts';
import type { SignatureClass } from './signature-class.ts';

/** What a roll shows: so many are counted, each is in the log, none twice. */
export interface ProvenRoll {
  readonly accepted: true;
  readonly letter: string;
  /** Of the newest version, as its edition is proven. */
  readonly title: string;
  /** Recounted; those of nobody are left out. */
  readonly classes: readonly { readonly class: SignatureClass; readonly count: number }[];
  /** People: signatures that are somebody's first under the letter. */
  readonly people: number;
  /** Words for another version, of people who are counted already. */
  readonly again: number;
  /** As the roll says; nothing shows it. */
  readonly left: RollHead['left'];
  /** SHA-256 of the head in hexadecimal, and the place in the log of the count that names it. */
  readonly sha256: string;
  readonly index: bigint;
  /**
   * Whether every entry after that count was looked at for a later one; there may be too many. Counts
   * whose openings are not served are not known to be of another letter.
   */
  readonly newest: { readonly isWhole: boolean; readonly unopened: number };
  /** Entries of the tree that the roll was made of. */
  readonly size: bigint;
  readonly parts: number;
  readonly batches: number;
  readonly checkpoint: CheckpointFindings;
  /** Whether the signature that was looked for is counted; undefined when none was. */
  readonly holds: boolean | undefined;
}

/** Where a signature is logged: in the log, or in the batch of this entry. */
export interface SignaturePlace {
  readonly batch: string | undefined;
  readonly place: bigint;
}

/** Which part of what was read is at fault. */
export type RollMember =
  | 'checkpoint'
  | 'successions'
  | 'edition'
  | 'head'
  | 'count'
  | 'batch'
  | 'part'
  | 'tile';

export interface RefusedRoll {
  readonly accepted: false;
  readonly code: ProofErrorCode | LetterFaultCode;
  readonly member: RollMember;
  /** Path of the file at fault, as far as it is known. */
  readonly about: string;
  /** For developers. */
  readonly message: string;
}

/**
 * Recounts a letter from its roll (spec/count.md, "Recounting"). Nothing that is read is believed; it
 * never throws for what is in it, only for what `read` throws.
 *
 * @param read gives files by their path below the instance's address.
 * @param sought a signature to look for, as its receipt has proven it.
 */
export async function verifyRoll(
  provider: Provider,
  policy: Policy,
  letter: string,
  read: ReadFile,
  sought?: SignaturePlace,
): Promise<ProvenRoll | RefusedRoll> {
  const at: Whereabouts = { member: 'head', about: `letters/${letter}/roll.json` };
  const enter = (member: RollMember, about: string) => Object.assign(at, { member, about });
  try {
    // Before the checkpoint: a roll is never newer than what is asked for after it.
    const { text, counted } = await readEnvelope(read, at.about);
    const head = parseRollHead(text);
    if (head.letter !== letter) throw new LetterFault('roll-class-unknown', 'of another letter');
    const log = await RollLog.open({ provider, policy, read, enter });
    const { title, texts } = await log.edition(letter);
    enter('count', `log/opening/${counted.entry}`);
    const people = sum(head, 'first');
    const sha256 = provider.sha256(new TextEncoder().encode(text));
    const said = await log.openedAt(counted.entry, 'count', counted.place);
    const isThis =
      said.get('letter') === letter &&
      said.get('roll') === encodeBase64(sha256) &&
      said.get('signed') === people;
    if (!isThis) throw new LetterFault('roll-not-counted', 'the log has counted another roll');
    const newest = await requireNewest(log, letter, counted.place);
    const holds = await recountParts({ provider, read, enter, log, head, texts, sought });
    return {
      ...{ accepted: true, letter, title, people, again: sum(head, 'again') },
      classes: head.classes.filter(({ count }) => count > 0),
      ...{ left: head.left, sha256: hex(sha256), index: counted.place, newest, size: head.size },
      ...{
        parts: head.parts.length,
        batches: head.batches.length,
        checkpoint: log.checkpoint,
        holds,
      },
    };
  } catch (error) {
    if (!(error instanceof ProofError) && !(error instanceof LetterFault)) throw error;
    return { accepted: false, code: error.code, ...at, message: error.message };
  }
}

interface Whereabouts {
  member: RollMember;
  about: string;
}

interface Recounting {
  readonly provider: Provider;
  readonly read: ReadFile;
  readonly enter: (member: RollMember, about: string) => void;
  readonly log: RollLog;
  readonly head: RollHead;
  readonly texts: ReadonlySet<string>;
  readonly sought: SignaturePlace | undefined;
}

/** Refuses a count that the log has a later one after: somebody serves what was. */
async function requireNewest(
  log: RollLog,
  letter: string,
  place: bigint,
): Promise<ProvenRoll['newest']> {
  const { found, isWhole } = await log.after('count', place);
  let unopened = 0;
  for (const entry of found) {
    const said = await log.opened(entry);
    if (said === undefined) unopened += 1;
    if (said?.get('letter') === letter) {
      throw new LetterFault('roll-stale', 'the log has a later count of this letter');
    }
  }
  return { isWhole, unopened };
}

/** @returns whether the signature that is sought is counted. */
async function recountParts(given: Recounting): Promise<boolean | undefined> {
  const { provider, enter, log, head, texts, sought } = given;
  let holds = sought && false;
  const classes = head.classes.map((one) => one.class);
  const counts = classes.map(() => 0);
  const options = { letter: head.letter, texts, classes };
  enter('head', `letters/${head.letter}/roll.json`);
  // Also of a roll without parts.
  recount(provider, [], () => undefined, options);
  let batch: { readonly entry: string; readonly leafAt: LeafAt } | undefined;
  const roots = new Set<string>();
  const bytesOf = (part: RollPart | undefined) =>
    part && given.read(pathOf(head, part), rollLimits.part);
  let next = bytesOf(head.parts[0]);
  for (const [index, part] of head.parts.entries()) {
    const bytes = await next;
    next = bytesOf(head.parts[index + 1]);
    // Fetched while this one is counted. An error of it is thrown by the `await` of its turn; here it is
    // only kept from ending the process before that. If this part is at fault, that is what is told.
    next?.catch(() => {});
    if (part.batch !== undefined && part.batch !== batch?.entry) {
      batch = { entry: part.batch, leafAt: await openBatch(given, part.batch, roots) };
    }
    enter('part', pathOf(head, part));
    const lines = readLines(provider, part, bytes);
    if (sought !== undefined && sought.batch === part.batch) {
      holds ||= lines.some(({ place }) => place === sought.place);
    }
    const leafAt = batch?.leafAt ?? (await log.leaves(lines.map(({ place }) => place)));
    enter('part', pathOf(head, part));
    for (const [at, one] of recount(provider, lines, leafAt, options).entries()) {
      counts[at] = (counts[at] ?? 0) + one;
    }
  }
  enter('head', `letters/${head.letter}/roll.json`);
  const wrong = head.classes.findIndex(({ count }, at) => count !== counts[at]);
  if (wrong !== -1) {
    const [told, found] = [head.classes[wrong]?.count, counts[wrong]];
    throw new LetterFault('roll-count-differs', `class ${wrong}: ${told} are told, ${found} found`);
  }
  return holds;
}

async function openBatch(
  { enter, log, head }: Recounting,
  entry: string,
  roots: Set<string>,
): Promise<LeafAt> {
  enter('batch', `log/batch/${entry}`);
  const place = head.batches.find((one) => one.entry === entry)?.place ?? -1n;
  const { root, leafAt } = await log.batch(entry, place);
  // The same tree under two entries would count each of its leaves twice.
  if (roots.has(root)) throw new LetterFault('roll-out-of-order', 'a batch that was logged twice');
  roots.add(root);
  return leafAt;
}

function readLines(provider: Provider, part: RollPart, bytes: Uint8Array | undefined) {
  if (bytes === undefined) throw new LetterFault('roll-missing', 'a part is not there');
  if (hex(provider.sha256(bytes)) !== part.sha256) {
    throw new LetterFault('roll-part-altered', 'the part is not the one that the head names');
  }
  const lines = [...parseRollPart(bytes)];
  const isWhole =
    lines.length === part.lines &&
    lines[0]?.place === part.first &&
    lines.at(-1)?.place === part.last;
  if (!isWhole) throw new LetterFault('roll-part-altered', 'other lines than the head says');
  return lines;
}

/** The head as it is served, with the entry that counts it. @throws LetterFault. */
async function readEnvelope(read: ReadFile, path: string) {
  const bytes = await read(path, rollLimits.head);
  if (bytes === undefined) throw new LetterFault('roll-missing', 'there is no roll');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new LetterFault('roll-malformed', 'not JSON');
  }
  const { v, head, counted } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { entry, place } = (counted ?? {}) as Readonly<Record<string, unknown>>;
  const isIt =
    v === 1 &&
    typeof head === 'string' &&
    typeof entry === 'string' &&
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(entry) &&
    typeof place === 'string' &&
    /^(?:0|[1-9]\d{0,15})$/u.test(place);
  if (!isIt) throw new LetterFault('roll-malformed', 'no head with its count');
  return { text: head, counted: { entry, place: BigInt(place) } };
}

function pathOf({ letter }: RollHead, { sha256 }: RollPart): string {
  return `letters/${letter}/roll/${sha256}`;
}

function sum({ classes }: RollHead, affirms: SignatureClass['affirms']): number {
  return classes.reduce((all, one) => all + (one.class.affirms === affirms ? one.count : 0), 0);
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
