export { describeError, type ErrorReport } from './error-report.ts';
export type { LogFields } from './fields.ts';
export { createLog, logLevels, type Log, type LogLevel, type LogOptions } from './log.ts';
