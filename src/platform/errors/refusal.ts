/** One thing wrong with an input: a closed code, the field it belongs to, and values for its sentence. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  /** Name of the form field or column; absent when the whole is refused. */
  readonly field?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * An expected refusal. Each feature subclasses it with its own closed union of codes; a code is at
 * once the key of its sentence (`refusal.<code>`) and what the command line prints under `--json`.
 * Everything that is not a Refusal is a bug and is never shown to anyone.
 */
export class Refusal<Code extends string = string> extends Error {
  override readonly name: string = 'Refusal';
  readonly problems: readonly Problem<Code>[];

  /** @throws RangeError when no problem is given: a refusal must say what is wrong. */
  constructor(problems: Problem<Code> | readonly Problem<Code>[], options?: ErrorOptions) {
    const list = isList(problems) ? problems : [problems];
    if (list.length === 0) throw new RangeError('"problems" expected at least one problem');
    super(list.map((problem) => problem.code).join(', '), options);
    this.problems = list;
  }

  /** The first problem's code; enough where a refusal has one cause. */
  get code(): Code {
    const [first] = this.problems;
    if (first === undefined) throw new RangeError('"problems" expected at least one problem');
    return first.code;
  }
}

// Array.isArray does not narrow readonly arrays.
function isList<Code extends string>(
  problems: Problem<Code> | readonly Problem<Code>[],
): problems is readonly Problem<Code>[] {
  return Array.isArray(problems);
}
