export { enqueueEntries, logChannel } from './enqueue-entries.ts';
export type { EntryFields, EntryKind, NewEntry } from './entry-fields.ts';
export { LogError, type LogErrorCode } from './log-error.ts';
