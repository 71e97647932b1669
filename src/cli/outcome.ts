import { KeyProblem } from '@countersign/countersigner/node';
import { LogError } from '#log';
import { MonitorError } from '#monitor';
import { ConfigError } from '#platform/config';
import { Refusal } from '#platform/errors';
import { PostgresError } from '#platform/postgres';
import { KeyFileError } from '#platform/sealing';
import { CannotWork, CliRefusal } from './cli-refusal.ts';
import type { ExitName } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { explained } from './workplace.ts';

const notThere: ReadonlySet<string> = new Set([
  'not-found',
  'account-unknown',
  'backup-file-missing',
]);

/** How a refusal ends a command. */
export function exitOfRefusal(refusal: Refusal): ExitName {
  if (refusal instanceof CliRefusal) return refusal.exit;
  return notThere.has(refusal.code) ? 'missing' : 'refused';
}

/**
 * Tells what ended a command, and how. What was to be expected is a sentence, or JSON on standard
 * output; only a fault of the program shows where it happened.
 */
export function tell(error: unknown, terminal: Terminal): ExitName {
  const cause = explained(error);
  if (cause instanceof Refusal) {
    terminal.problems(cause.problems);
    return exitOfRefusal(cause);
  }
  if (cause instanceof ConfigError) {
    const problems = cause.problems.map(({ code, variable, sentence }) => ({
      code: `config-${code}`,
      field: variable,
      params: { said: sentence },
    }));
    tellPlace(terminal, problems, cause.message);
    return 'unavailable';
  }
  if (
    cause instanceof PostgresError ||
    cause instanceof KeyFileError ||
    cause instanceof KeyProblem ||
    cause instanceof LogError ||
    cause instanceof MonitorError ||
    cause instanceof CannotWork
  ) {
    tellPlace(terminal, [{ code: cause.code, params: { said: cause.message } }], cause.message);
    return 'unavailable';
  }
  terminal.value({ problems: [{ code: 'bug' }] });
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  terminal.note(`This is a fault of the program; please report it.\n${trace}`);
  return 'bug';
}

function tellPlace(terminal: Terminal, problems: readonly unknown[], sentence: string): void {
  terminal.value({ problems });
  if (!terminal.json) terminal.note(sentence);
}
