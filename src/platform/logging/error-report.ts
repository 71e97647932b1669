import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isWord } from './word.ts';

// The folder of the installation is the operator's business. Frames name it as a path or, with a
// blank as %20, as the address of the module.
const asPath = `${path.resolve(import.meta.dirname, '../../..')}/`;
const asAddress = pathToFileURL(asPath).pathname;

/** What may be written of an error: where it happened and of what class, not what it says. */
export interface ErrorReport {
  readonly name: string;
  readonly code?: string;
  /** Only of errors whose text is known to hold nothing but names from our own code. */
  readonly message?: string;
  /** PostgreSQL: names of the schema, which tell which rule was broken without the value that broke it. */
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** The system call that failed; its path is left out. */
  readonly syscall?: string;
  /** zod: the codes of the issues. Not their paths: a key of a record may be a name. */
  readonly issues?: readonly string[];
  /** Stack frames, without the message above them. */
  readonly stack?: readonly string[];
  readonly cause?: ErrorReport;
}

const maxDepth = 4;
const maxFrames = 12;
const maxIssues = 10;

/**
 * Messages are left out, because they quote values: PostgreSQL's detail holds the row, JSON.parse
 * the text, fetch the address, fs the file name. What stays is enough to find the line of code.
 */
export function describeError(thrown: unknown, depth = 1): ErrorReport {
  if (!(thrown instanceof Error)) return { name: `thrown ${typeof thrown}` };
  const cause = thrown instanceof AggregateError ? thrown.errors[0] : thrown.cause;
  return {
    name: isWord(thrown.name) ? thrown.name : 'Error',
    ...picked(thrown),
    ...issueCodes(thrown),
    ...knownMessage(thrown),
    ...frames(thrown),
    ...(cause === undefined || depth >= maxDepth ? {} : { cause: describeError(cause, depth + 1) }),
  };
}

function picked(error: Error): Partial<ErrorReport> {
  const given = new Map<string, unknown>(Object.entries(error));
  // A getter on the class (Refusal.code) is no own property.
  if ('code' in error) given.set('code', error.code);
  const report: Record<string, string> = {};
  for (const name of ['code', 'table', 'column', 'constraint', 'syscall']) {
    const value = given.get(name);
    if (isWord(value)) report[name] = value;
  }
  return report;
}

function issueCodes(error: Error): Partial<ErrorReport> {
  if (!('issues' in error) || !Array.isArray(error.issues)) return {};
  const codes = error.issues
    .slice(0, maxIssues)
    .map((issue: unknown) =>
      typeof issue === 'object' && issue !== null && 'code' in issue ? issue.code : undefined,
    )
    .filter(isWord);
  return { issues: codes };
}

// What V8 says of a slip in our own code: the only values in it are identifiers of the program.
const ownSlips = [
  /^Cannot (?:read|set) properties of (?:undefined|null)/u,
  /^[\w.]{1,80} is not (?:a function|a constructor|iterable|defined)/u,
  /^Assignment to constant variable/u,
  /^Maximum call stack size exceeded/u,
  /^Invalid array length/u,
];

function knownMessage(error: Error): Partial<ErrorReport> {
  for (const slip of ownSlips) {
    const [known] = slip.exec(error.message) ?? [];
    if (known !== undefined) return { message: known };
  }
  return {};
}

// A frame is a place in a file. Strict, because a message of several lines may pretend to hold frames.
const frame = /^ {4}at (?:[\w.<>$#[\] ]{1,120} \()?((?:file:\/\/|node:|\/)[^\s?()]*:\d+:\d+)\)?$/u;

function frames(error: Error): Partial<ErrorReport> {
  const stack = error.stack ?? '';
  const said = stack.indexOf(error.message);
  const after = said === -1 ? stack : stack.slice(said + error.message.length);
  // The folder it runs in may carry the name of whoever installed it.
  const lines = after
    .split('\n')
    // A blank in the folder's own name must not make a frame look like a sentence.
    .map((line) => line.replace(asPath, asAddress))
    .filter((line) => frame.test(line))
    .slice(0, maxFrames)
    .map((line) => line.trim().slice('at '.length).replace('file://', '').replace(asAddress, ''));
  return lines.length === 0 ? {} : { stack: lines };
}
