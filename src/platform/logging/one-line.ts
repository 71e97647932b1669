import type { ErrorReport } from './error-report.ts';

const colours: Readonly<Record<string, string>> = {
  debug: '\u001B[2m',
  info: '\u001B[36m',
  warn: '\u001B[33m',
  error: '\u001B[31m',
  fatal: '\u001B[41m',
};
const plain = '\u001B[0m';

/**
 * One JSON line of the log as a person reads it at a terminal:
 * `12:30:01 info  request GET /people/:uid 200 12ms requestId=…`, and under it the frames of an error.
 * A line that is no JSON is passed on as it is.
 */
export function toOneLine(json: string): string {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(json) as Readonly<Record<string, unknown>>;
  } catch {
    return json;
  }
  const { time, level, msg, method, route, status, ms, error, ...rest } = entry;
  const name = String(level);
  const parts = [
    String(time).slice(11, 19),
    `${colours[name] ?? ''}${name.padEnd(5)}${plain}`,
    ...[msg, method, route, status].filter((part) => part !== undefined).map(String),
    ...(typeof ms === 'number' ? [`${ms}ms`] : []),
    ...Object.entries(rest).map(([key, value]) => `${key}=${String(value)}`),
  ];
  return `${parts.join(' ')}\n${error === undefined ? '' : underneath(error as ErrorReport)}`;
}

function underneath(error: ErrorReport): string {
  const { name, stack = [], cause, ...facts } = error;
  const said = Object.entries(facts).map(([key, value]) => `${key}=${String(value)}`);
  return [
    `         ${[name, ...said].join(' ')}\n`,
    ...stack.map((line) => `           ${line}\n`),
    ...(cause === undefined ? [] : [underneath(cause)]),
  ].join('');
}
