import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { allowedFields, type LogFields } from './fields.ts';
import { toOneLine } from './one-line.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * A sentence written in the program, not put together while it runs: `never` for `string` and for
 * templates with holes, so that `log.info(`signed in ${mail}`)` does not compile.
 */
export type Fixed<Text extends string> =
  Partial<Record<Text, unknown>> extends Record<Text, unknown> ? never : Text;

type Write = <Text extends string>(sentence: Fixed<Text>, fields?: LogFields) => void;

export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** A log that adds these fields to each of its lines. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Where lines go; standard output by default, in one-line form when that is a terminal. */
  readonly destination?: DestinationStream;
  /** Lines for people instead of JSON. */
  readonly readable?: boolean;
}

/**
 * A structured log that cannot carry personal data: a fixed sentence, and fields from a closed list.
 * One JSON object a line: `time` (ISO 8601), `level`, `msg`, then the fields.
 */
export function createLog(options: LogOptions): Log {
  const readable = options.readable ?? (options.destination === undefined && process.stdout.isTTY);
  const target = options.destination ?? process.stdout;
  const destination: DestinationStream = readable
    ? { write: (line) => void target.write(toOneLine(line)) }
    : target;
  const logger = pino(
    {
      level: options.level,
      // Neither the host's name nor the process: both are the operator's business.
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return wrap(logger);
}

function wrap(logger: Logger): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error'): Write =>
    (sentence, fields = {}) => {
      if (logger.isLevelEnabled(level)) logger[level](allowedFields(fields), sentence);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => wrap(logger.child(allowedFields(fields))),
  };
}
