/** What should not be: a log that keeps its promises gives no cause for one. */
export type AlarmCode =
  /** The log signed two trees that contradict each other. */
  | 'fork'
  /** The checkpoint served is smaller than the one that was kept. */
  | 'rolled-back'
  /** Not a checkpoint, or not one that this log's known keys signed. */
  | 'checkpoint-refused'
  /** What the log shows of the succession of its keys cannot be followed. */
  | 'succession-refused'
  /** It was signed and countersigned, and is not in this log. */
  | 'succession-forged'
  /** Too few of the policy's countersigners have signed. */
  | 'policy-unmet'
  | 'tile-altered'
  | 'bundle-altered'
  | 'entry-malformed'
  /** What is served as an entry's opening is none, or that of another. */
  | 'opening-altered'
  /** What the log must serve is not there. */
  | 'missing'
  /** An answer larger than anything of its kind can be. */
  | 'oversize'
  /** The last entry of the checkpoint is no register entry, or cannot be opened. */
  | 'register-unproven'
  /** A register entry commits to something else than its entries lead to. */
  | 'register-differs'
  /** The served register is not the one that the log commits to. */
  | 'bucket-altered'
  | 'line-vanished'
  | 'line-changed'
  | 'number-back';

/** What happened, as it may. */
export type NewsCode =
  | 'published'
  | 'corrected'
  | 'removed'
  /** A line changed, and entries that cannot be opened any more account for it. */
  | 'changed-unopened'
  /** An entry of a kind that a watcher should know of: a lost database, a copy, another key. */
  | 'notable-entry'
  | 'unknown-entry'
  /** The log serves another policy than before. */
  | 'policy-changed';

/** One thing that was seen. It names public ids only. */
export interface Finding {
  readonly alarm: boolean;
  readonly code: AlarmCode | NewsCode;
  /** Of the entry. */
  readonly index?: string;
  readonly subject?: string;
  readonly number?: number;
  /** Below the log's address; the kind of an entry; a closed code of the proof. */
  readonly about?: string;
}

type Details = Omit<Finding, 'alarm' | 'code'>;

export function alarm(code: AlarmCode, details: Details = {}): Finding {
  return { alarm: true, code, ...details };
}

export function news(code: NewsCode, details: Details = {}): Finding {
  return { alarm: false, code, ...details };
}

/** Ends a run with an alarm: what follows could not be judged. */
export class LogFault extends Error {
  override readonly name = 'LogFault';
  readonly finding: Finding;

  constructor(finding: Finding, options?: ErrorOptions) {
    super(finding.code, options);
    this.finding = finding;
  }
}

/** Why a log could not be watched, other than by a fault of it. */
export type MonitorCode =
  | 'address-bad'
  | 'no-answer'
  | 'status'
  | 'redirected'
  | 'elsewhere'
  | 'no-log'
  | 'out-of-time'
  | 'policy-bad'
  | 'state-damaged'
  | 'too-large';

/** A log that could not be watched this time. `message` is a sentence for people. */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  readonly code: MonitorCode;

  constructor(code: MonitorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
