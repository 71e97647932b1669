export type ConfigProblemCode = 'invalid' | 'unknown' | 'missing' | 'not-yet';

export interface ConfigProblem {
  readonly code: ConfigProblemCode;
  readonly variable: string;
  /** What is expected, as a whole sentence; names the variable, never a secret's value. */
  readonly sentence: string;
}

/** The environment is not usable. Lists everything that is wrong with it at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => problem.sentence).join('\n'));
    this.problems = problems;
  }
}
