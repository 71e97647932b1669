import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { canonicalJson, type JsonValue } from '@countersign/proof';
import type { Case } from './cases/case.ts';
import { logCases } from './cases/log-cases.ts';
import { writtenCases } from './cases/written-cases.ts';
import { writeInstanceLog } from './instance-log.ts';
import { changedRolls } from './changed-rolls.ts';
import { judge, type Verdict } from './judge.ts';
import { writeLetterRoll } from './letter-roll.ts';
import { summariseLog } from './read-log.ts';
import { recountRoll } from './recount-roll.ts';
import { saveFiles } from './roll-files.ts';

// npm run interop: two implementations of the formats of spec/, which have read the same pages and
// not each other, read what the other writes and judge what neither should accept. See README.md.

const python = path.join(import.meta.dirname, 'python', 'main.py');
const vectors = path.join(import.meta.dirname, '../../packages/proof/test/vectors');
const mebibyte = 2 ** 20;

let passed = 0;
let failed = 0;

function check(name: string, good: boolean, detail = ''): void {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`✗ ${name}${detail === '' ? '' : `: ${detail}`}`);
  }
}

/** What the Python prints. @throws if it cannot be run or fails. */
function ask(command: string, argument: string): unknown {
  // -B: nothing is written beside the sources.
  const { error, status, stdout } = spawnSync('python3', ['-B', python, command, argument], {
    ...{ encoding: 'utf8', maxBuffer: 256 * mebibyte },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error !== undefined) throw new Error(`python3 cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`python3 ${command} ended with ${status}`);
  return JSON.parse(stdout);
}

function requirePython(): void {
  const script = 'import sys; sys.exit(sys.version_info < (3, 10))';
  const { error, status } = spawnSync('python3', ['-c', script]);
  if (error === undefined && status === 0) return;
  console.log('✗ Python 3.10 or newer is needed as python3: the second implementation is in it');
  console.log('0 passed, 1 failed');
  process.exit(1);
}

function summarise(folder: string): Verdict {
  try {
    return { accepted: true, says: summariseLog(folder) };
  } catch (error) {
    return { accepted: false, code: String(error) };
  }
}

/** Both read a log, and must come to the same; nothing of it may be refused. */
function compareLog(title: string, folder: string, kinds: Readonly<Record<string, number>>): void {
  const [theirs, ours] = [ask('read', folder) as Verdict, summarise(folder)];
  check(`${title}: read by TypeScript`, ours.accepted, ours.accepted ? '' : ours.code);
  check(`${title}: read by Python`, theirs.accepted, theirs.accepted ? '' : theirs.code);
  if (!ours.accepted || !theirs.accepted) return;
  check(`${title}: the same is found`, same(ours.says, theirs.says));
  const found = (ours.says as Record<string, JsonValue>)['kinds'] ?? null;
  check(`${title}: it has the entries that were made`, same(found, kinds), canonicalJson(found));
}

function compareCases(cases: readonly Case[], folder: string): void {
  const file = path.join(folder, 'cases.json');
  const forPython = cases.map(({ kind, inputs }) => ({
    kind,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
    ),
  }));
  writeFileSync(file, JSON.stringify(forPython));
  const verdicts = ask('judge', file) as Verdict[];
  let refused = 0;
  for (const [at, one] of cases.entries()) {
    const [ours, theirs] = [judge(one.kind, one.inputs), verdicts[at]];
    if (theirs === undefined) throw new Error('a verdict is missing');
    if (!ours.accepted && !theirs.accepted) refused += 1;
    const fault = faultOf(one, ours, theirs);
    check(one.name, fault === undefined, fault);
  }
  console.log(`${cases.length} cases, ${refused} of them refused by both`);
}

/** Both recount a letter as it is served and as a host may change it; all in one run of Python. */
async function compareRolls(parent: string): Promise<void> {
  const roll = await writeLetterRoll();
  const cases = [{ name: 'as served', files: roll.files }, ...changedRolls(roll)];
  const folders = cases.map((one, at) => {
    const own = path.join(parent, 'rolls', String(at));
    saveFiles(own, one.files);
    return own;
  });
  const file = path.join(parent, 'rolls.json');
  writeFileSync(file, JSON.stringify(folders));
  const verdicts = ask('recount', file) as Verdict[];
  let refused = 0;
  let proven: JsonValue | undefined;
  for (const [at, one] of cases.entries()) {
    const [ours, theirs] = [await recountRoll(one.files), verdicts[at]];
    if (theirs === undefined) throw new Error('a verdict is missing');
    if (at === 0 && ours.accepted) proven = ours.says;
    if (!ours.accepted && !theirs.accepted) refused += 1;
    const expect = at === 0 ? 'accepted' : 'isRefused' in one ? 'refused' : 'unharmed';
    const fault = faultOf({ ...rollCase(expect, proven), name: one.name }, ours, theirs);
    check(`a letter's roll: ${one.name}`, fault === undefined, fault);
  }
  console.log(
    `${cases.length} rolls, ${refused} of them refused by both: ${canonicalJson(proven ?? null)}`,
  );
}

function rollCase(expect: 'accepted' | 'refused' | 'unharmed', proven: JsonValue | undefined) {
  return { kind: 'roll', inputs: {}, expect, ...(proven === undefined ? {} : { proven }) };
}

function faultOf(one: Case, ours: Verdict, theirs: Verdict): string | undefined {
  const [us, them] = [wordOf(ours), wordOf(theirs)];
  const both = `TypeScript: ${us}; Python: ${them}`;
  if (one.differs !== undefined) {
    const expected = one.differs.accepts === 'typescript' ? [true, false] : [false, true];
    return same([ours.accepted, theirs.accepted], expected) ? undefined : `no longer so: ${both}`;
  }
  if (ours.accepted !== theirs.accepted) return `they disagree. ${both}`;
  if (ours.accepted && theirs.accepted && !same(ours.says, theirs.says)) {
    return `they read something else. ${both}`;
  }
  if (one.expect === 'accepted' && !ours.accepted) return both;
  if (one.expect === 'refused' && ours.accepted) return both;
  if (one.expect === 'unharmed' && ours.accepted && !isUnharmed(ours.says, one.proven)) {
    return `something else is proven: ${us}`;
  }
  return undefined;
}

/** Whether the same is proven; who else has signed may be lost with a signature. */
function isUnharmed(says: JsonValue, proven: JsonValue | undefined): boolean {
  return proven !== undefined && same(essence(says), essence(proven));
}

function essence(says: JsonValue): JsonValue {
  if (typeof says !== 'object' || says === null || Array.isArray(says)) return says;
  const { times: _t, missing: _m, ignored: _i, ...rest } = says as Record<string, JsonValue>;
  return rest;
}

function wordOf(verdict: Verdict): string {
  if (!verdict.accepted) return `refused (${verdict.code})`;
  return `accepted ${JSON.stringify(verdict.says).slice(0, 120)}`;
}

function same(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

requirePython();
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-interop-'));
try {
  for (const [name, good] of ask('vectors', vectors) as [string, boolean][]) check(name, good);
  const [instance, second] = [path.join(folder, 'instance'), path.join(folder, 'second')];
  await writeInstanceLog(instance);
  ask('write', second);
  compareLog("an instance's log", instance, {
    ...{ 'edition-published': 300, 'edition-corrected': 51, 'edition-removed': 40 },
    ...{ batch: 2, register: 4, 'key-succession': 1 },
  });
  await compareRolls(folder);
  compareLog("the Python's log", second, {
    ...{ 'edition-published': 250, 'edition-corrected': 61, 'edition-removed': 40 },
    ...{ batch: 1, register: 3, demonstration: 1, 'key-succession': 1 },
  });
  const cases = [
    ...logCases("an instance's log", instance),
    ...logCases("the Python's log", second),
    ...writtenCases(),
  ];
  compareCases(cases, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
