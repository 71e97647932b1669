/** What does not agree with what was signed. */
export type LogFindingCode =
  /** The newest checkpoint is none that the log's keys have signed. About: its size. */
  | 'checkpoint-altered'
  /** A signature under the published checkpoint is wrong. About: its size. */
  | 'cosignature-altered'
  /** An entry is not the one in the tree. About: its place. */
  | 'entry-altered'
  /** About: its place. */
  | 'entry-missing'
  /** What an entry is said to say is not what it committed to. About: its place. */
  | 'opening-altered'
  /** A tile or bundle is gone or altered. About: its path. */
  | 'tree-file'
  /** A file of the register is gone or altered. About: its path. */
  | 'register-file'
  /** The register is not the one that was committed to. About: the bucket, or the root. */
  | 'register-altered';

export interface LogFinding {
  readonly code: LogFindingCode;
  readonly about: string;
}

const most = 1_000;

export interface Findings {
  readonly all: readonly LogFinding[];
  add(code: LogFindingCode, about: string): void;
  has(code: LogFindingCode): boolean;
}

/** A list that an altered log of any size cannot make endless. */
export function createFindings(): Findings {
  const all: LogFinding[] = [];
  const codes = new Set<LogFindingCode>();
  return {
    all,
    add(code, about) {
      codes.add(code);
      if (all.length < most) all.push({ code, about });
    },
    has: (code) => codes.has(code),
  };
}
