import type { Finding, FollowOutcome } from '#monitor';

const sentences: Readonly<Record<Finding['code'], string>> = {
  fork: 'The log was rewritten: it signed two trees that contradict each other ({about}).',
  'rolled-back': 'The log went back: entries that were there are gone ({about}).',
  'checkpoint-refused': 'The checkpoint is not one that the known keys signed ({about}).',
  'succession-refused':
    'What the log shows of the succession of its keys cannot be followed ({about}).',
  'succession-forged':
    'The succession of its key that the log shows is not in it: entry {index} is another. Somebody has an old key.',
  'policy-unmet': 'Too few have countersigned. Missing: {about}',
  'tile-altered': 'The tiles are not those of the checkpoint ({about}).',
  'bundle-altered': 'Entries are not those of the checkpoint ({about}).',
  'entry-malformed':
    'Entry {index} is none that such a log can have, or does not say what it must.',
  'opening-altered': 'What is served as the opening of entry {index} is not what was logged.',
  missing: 'What the log must serve is not there: {about}',
  oversize: 'An answer was larger than any can be: {about}',
  'register-unproven': 'The last entry does not prove what the register is.',
  'register-differs': 'The register of entry {index} is not what the entries before it lead to.',
  'bucket-altered': 'The served register is not the one that was logged: {about}',
  'line-vanished': '{subject}, number {number}, vanished from the register.',
  'line-changed': '{subject}, number {number}, changed without an entry.',
  'number-back': '{subject} went back to number {number}.',
  published: 'Published: {subject}, number {number}',
  corrected: 'Corrected: {subject}, number {number}',
  removed: 'Removed: {subject}, number {number}',
  'changed-unopened':
    'Changed by an entry that cannot be opened any more: {subject}, number {number}',
  'notable-entry': 'Entry {index} is of kind {about}.',
  'unknown-entry': 'Entry {index} is of a kind that this version does not know: {about}',
  'policy-changed': 'The log serves another policy than before; it is not the one used here.',
};

/** A finding as a sentence; an alarm is marked. */
export function findingSentence(finding: Finding): string {
  const { alarm, code, index = '', subject = '', number = '', about = '' } = finding;
  const values: Readonly<Record<string, string | number>> = { index, subject, number, about };
  const text = sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? ''),
  );
  return alarm ? `ALARM ${text}` : text;
}

export function trustSentence(trust: FollowOutcome['trust']): string {
  if (trust === 'given') return 'Judged by the policy you gave.';
  const nobody = 'nobody vouches for it. Get it from elsewhere too: --policy FILE';
  return trust === 'first'
    ? `The log’s own policy was taken on trust and kept; ${nobody}`
    : `Judged by the policy the log served at the first run; ${nobody}`;
}
