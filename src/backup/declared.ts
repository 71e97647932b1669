/**
 * Everything that this room knows of others by name. The rest follows from the schema: a table that a
 * room adds is carried without a word here.
 */

/**
 * Tables of which a backup carries no rows. What opens an account by itself does not outlive the
 * instance it was made on: whoever finds an old backup could walk in, and a copy could be entered with
 * what was sent for the original.
 */
export const leftOutTables: ReadonlySet<string> = new Set([
  // Sessions, sign-ins half done, and the browsers' challenges: everybody signs in again.
  'public.session',
  'public.half_sign_in',
  'public.challenge',
  // One-time links: an invitation or a reset is made anew.
  'public.first_run',
  'public.invitation',
  'public.account_link',
  // Mail under way holds such links, and a copy must not send the mail of the original.
  'public.mail_outbox',
  // Lives for minutes, under keys of the day.
  'public.throttle',
  // Made anew from the signatures that are there: nobody who left comes back with an old one.
  'public.letter_roll',
  'public.letter_roll_part',
  'public.letter_roll_gone',
  // Destroyed after two weeks: a backup must not bring it back.
  'public.letter_signal_secret',
  // Written anew as the steps are applied; the header names them.
  'public.migration',
]);

/**
 * Schemas that are not ours to carry. The queue's: jobs hold ids only and every one can be made again
 * from the rows that wait for it; running another version's queue would be worse.
 */
export const foreignSchemas: readonly string[] = ['pgboss'];

/** Tables that the steps of the schema or a first start fill: an instance that has them is empty. */
export const filledAtFirstStart: ReadonlySet<string> = new Set([
  'public.migration',
  'public.setting',
  'public.scope',
  'public.first_run',
  'public.throttle',
  'public.challenge',
  // The name of a key that has signed nothing yet.
  'public.log_key',
  // Of a folder in which nothing waits before a letter is signed.
  'public.letter_spool_key',
  'published.instance',
]);

/**
 * Files of the log's folder that are no part of the log: the key that signs it, and the file beside
 * the key that remembers what was signed last. Whoever held both could sign a second history; the
 * operator carries them by hand, or not at all.
 */
export function isLeftOutOfLog(fileName: string): boolean {
  return /key|last-signed|\.(?:tmp|draft|partial)/iu.test(fileName) || fileName.startsWith('.');
}
