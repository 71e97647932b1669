import { Refusal } from '#platform/errors';

/**
 * Writing one:
 * - `backup-file-exists`: there is a file of that name; it is never written over.
 * - `backup-file-unwritable`: the folder cannot be written.
 * - `backup-no-room`: the disk of the backup is full; nothing was left there.
 * - `backup-recipient-bad`: no age recipient.
 *
 * Reading one:
 * - `backup-file-missing`, `backup-file-unreadable`.
 * - `backup-identity-bad`: the file of identities holds none, or something else.
 * - `backup-identity-wrong`: encrypted to others.
 * - `backup-encrypted`: encrypted, and no identity was given.
 * - `backup-unknown`: no backup of Countersign.
 * - `backup-version`: of a format that this program does not know.
 * - `backup-newer`: of a schema that this program does not know.
 * - `backup-truncated`, `backup-altered`, `backup-misplaced`, `backup-too-large`: names the member.
 *
 * Bringing it back:
 * - `restore-not-empty`: names the table that holds something.
 * - `restore-log-there`: the folder of the log holds something.
 * - `restore-held`: a server works on the instance.
 * - `restore-postgres-old`: PostgreSQL older than 15.
 * - `restore-key-missing`, `restore-key-other`: the master key must be brought along.
 * - `restore-no-room`: the disk of the database or of the preserved files is full.
 * - `restore-rows`: the database refused rows of a table; with its code.
 * - `restore-differs`: what lies in a table is not what was in the backup.
 */
export type BackupCode =
  | 'backup-file-exists'
  | 'backup-file-unwritable'
  | 'backup-no-room'
  | 'backup-recipient-bad'
  | 'backup-file-missing'
  | 'backup-file-unreadable'
  | 'backup-identity-bad'
  | 'backup-identity-wrong'
  | 'backup-encrypted'
  | 'backup-unknown'
  | 'backup-version'
  | 'backup-newer'
  | 'backup-truncated'
  | 'backup-altered'
  | 'backup-misplaced'
  | 'backup-too-large'
  | 'restore-not-empty'
  | 'restore-log-there'
  | 'restore-held'
  | 'restore-postgres-old'
  | 'restore-key-missing'
  | 'restore-key-other'
  | 'restore-no-room'
  | 'restore-rows'
  | 'restore-differs';

export class BackupRefusal extends Refusal<BackupCode> {
  override readonly name = 'BackupRefusal';
}

/** @throws BackupRefusal always; an expression where a value would stand. */
export function refuse(
  code: BackupCode,
  params: Readonly<Record<string, string | number>> = {},
  cause?: unknown,
): never {
  throw new BackupRefusal({ code, params }, { cause });
}
