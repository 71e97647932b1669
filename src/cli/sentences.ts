import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BackupCode } from '#backup';
import type { EvidenceCode } from '#evidence';
import type { Problem } from '#platform/errors';
import { createTranslator, type Catalog } from '#platform/languages';
import type { SampleCode } from '#sample';
import type { CliCode } from './cli-refusal.ts';

// What only a terminal says, or says in other words than a page: it speaks of options and files.
const own: Readonly<Record<CliCode | SampleCode, string>> = {
  'cli-unknown-command': 'There is no command “{command}”. countersign --help lists them.',
  'cli-bad-arguments': '{said}',
  'cli-argument-missing': 'Something is missing: countersign {command} {wanted}',
  'cli-argument-too-many': 'That is more than the command takes: countersign {command} {wanted}',
  'cli-choice': '--{option} must be one of: {choices}.',
  'cli-number': '--{option} must be a whole number from 1 to {most}.',
  'cli-one-title': '--title fits one source; give several files their titles at the desk.',
  'cli-entity-or-all': 'Say what to export: --entity UID, or --all.',
  'cli-claims-or-of':
    'Say which claims: their uids, or --entity UID, or --source UID; one of the three.',
  'cli-claims-none': 'There is no claim that this person may withdraw.',
  'cli-as-nobody':
    'Nobody could be named as doing this: there is no administrator yet. Start the server and create your account first.',
  'cli-as-several': 'There are several administrators. Say who does this: --as EMAIL.',
  'cli-move-or-copy':
    'Say what this is to be: --move, the same instance at another place, or --copy, an instance of its own.',
  'cli-erasures-bad':
    'Line {line} of --erasures is no entry of a journal of erasures (countersign erasures export).',
  'cli-not-running': 'Nothing is running on {folder}. Start it with npm start.',
  'cli-job-unknown': 'There is no such given-up job. countersign jobs list shows them.',
  'cli-countersigners-silent':
    'These countersigners do not answer: {names}. They may have seen more than is here. Wait for them, or use --without-countersigners.',
  'cli-say-yes': 'This cannot be undone. Add --yes if you mean it.',
  'cli-server-runs':
    'A server is running and would go on sealing under the old key. Stop it and run this again; it may run again as soon as the new key is made.',
  'cli-server-restart':
    'A server was started while the key was made and does not know it. Restart the server, then run this again.',
  'cli-rotation-runs': 'Another rotation, or a backup, is under way. Wait until it has ended.',
  'cli-keys-move':
    'The master key is being replaced, and files change places meanwhile. Wait until keys rotate has ended.',
  'cli-log-key': '{said}',
  'file-not-found': 'There is no such file. Check the path.',
  'file-is-folder': 'This is a folder; name the files in it.',
  'file-not-regular': 'This is a pipe or a device, not a file. Write it to a file first.',
  'file-unreadable': 'This file cannot be read by you. Ask its owner for the right to read it.',
  'verify-address':
    'This address names no page, dossier or proof of an instance: it has no id of a subject in it.',
  'verify-unreachable': 'This could not be fetched: {said}',
  'verify-too-large': 'This is larger than any dossier.',
  'verify-policy': 'The policy cannot be read: {said}',
  'verify-receipt': 'The receipt does not show that the log has that signature: {said}.',
  'verify-roots': 'The roots cannot be read: this is no PEM of certificates.',
  'verify-nothing': 'This is neither a dossier nor a proof.',
  'verify-kit':
    'This is a press kit, which proves nothing by itself. Take dossier.zip out of it and check that.',
  'cli-name': 'A name is a line of at most 120 characters, without < and >.',
  'verify-needs-policy':
    'A receipt, or a proof, names no keys by itself. Say whom you trust: --policy FILE. The instance that it came from serves its own under /log/policy; better get it from somebody else.',
  'withheld-malformed': '{file} is no file of such a ceremony, or was altered.',
  'withheld-recipient': '{file} names an organisation that nothing can be encrypted to.',
  'withheld-need': '{file} would let one organisation alone open names.',
  'withheld-other-request': '{file} ({organisation}) was made for another request.',
  'withheld-identity': '{file} is not for this identity.',
  'withheld-share-wrong':
    '{file} holds a share of {organisation} that is not the one its signer made. Ask them for it again.',
  'withheld-share-foreign':
    '{file} holds a share of {organisation} that is of another name, or under another rule.',
  'withheld-share-twice': 'Two files are of {organisation}.',
  'withheld-too-few': 'These are fewer organisations than the letter needs.',
  'withheld-key-wrong': '{file}: the shares do not give the key.',
  'withheld-name-altered': '{file}: a name was altered.',
  'withheld-too-early': 'A rule in {file} does not let its names be opened before a later day.',
  'withheld-needs-identity': 'Say which age key file opens them: --identity FILE.',
  'withheld-digest':
    'The digest that you heard is not that of {file}. Others were asked something else: open nothing.',
  'withheld-file-exists': 'There is a file {file} already; it is left as it is.',
  'dossier-absent': 'Nothing was ever published under this id.',
  'dossier-removed': 'This was taken back. There is no dossier of it.',
  'dossier-not-yet':
    'This is not in the published log yet. The running server brings it there; try again in a minute.',
  'dossier-too-large': 'This is too large for a dossier.',
  'dossier-exists': 'There is such a file already; it is left as it is.',
  'sample-not-empty':
    'There is a record here already. A sample would make it a demonstration for ever; load it into an empty instance (another COUNTERSIGN_DATA).',
  'sample-people-here':
    'Several people work here or are invited. Load a sample only into an instance of its own.',
  'sample-already': 'This instance holds the sample already. Open it in a browser.',
};

const backup: Readonly<Record<BackupCode, string>> = {
  'backup-file-exists': 'There is a file {file} already. A backup is never written over another.',
  'backup-file-unwritable': 'No file can be made at {file}.',
  'backup-no-room': 'There is no room left for {file}. Nothing was left there.',
  'backup-recipient-bad': 'This is no age recipient: {recipient}',
  'backup-file-missing': 'There is no file {file}.',
  'backup-file-unreadable': 'The file {file} cannot be read by you, or is no file.',
  'backup-identity-bad':
    'The file of --identity holds something else than age identities (AGE-SECRET-KEY-…), or none.',
  'backup-identity-wrong': 'The backup is encrypted, and to none of the identities given.',
  'backup-encrypted':
    'The backup is encrypted. Give the age key file it opens with: --identity FILE.',
  'backup-unknown': 'This is no backup of Countersign.',
  'backup-version':
    'The backup has format {version}; this program knows {known}. Bring it back with a newer Countersign.',
  'backup-newer':
    'The backup was made by a newer version of Countersign ({count, plural, one {step} other {# steps, the first}} {step}). Bring it back with that version.',
  'backup-truncated': 'The backup is cut off {at, select, in {in} other {after}} {member}.',
  'backup-altered': 'The backup was altered {at, select, in {in} other {after}} {member}.',
  'backup-misplaced': 'The backup was altered: {member} does not belong where it stands.',
  'backup-too-large': 'The backup was altered: {member} claims to be larger than it can be.',
  'restore-not-empty':
    'This instance is not empty: {table} holds something. Bring a backup back into a new one (another COUNTERSIGN_DATA, another database).',
  'restore-log-there':
    'A log lies in {folder}. Bring a backup back into an instance that never ran, or move that folder away.',
  'restore-held': 'A server works on this instance. Stop it first.',
  'restore-postgres-old': 'This PostgreSQL is {version}; Countersign needs 15 or newer.',
  'restore-key-missing':
    'The backup does not hold the master key, and none is here: put the file master.key of the old instance at {file} (chmod 600). Without it restricted files and second factors stay closed: --without-key goes on all the same.',
  'restore-key-other':
    'The master key at {file} is not that of the backup: put the file master.key of the old instance there. Without it restricted files and second factors stay closed: --without-key goes on all the same.',
  'restore-no-room': 'There is no room left on the disk. Nothing was brought back.',
  'restore-rows': 'The database refused rows of {table} ({code}). Nothing was brought back.',
  'restore-differs':
    'What lies in {table} is not what was in the backup. Nothing was brought back. Please report it.',
};

const evidence: Readonly<Partial<Record<EvidenceCode, string>>> = {
  'not-allowed': 'The person as whom this is done may not do it. Name another one: --as EMAIL.',
  'not-found':
    'There is no such thing, or it is not visible to the person as whom this is done. Check the UID, or name another person: --as EMAIL.',
  'source-title-missing': 'Give a title: --title TITLE.',
  'source-title-too-long': 'A title, name or address is too long. Shorten it.',
  'source-bad-date':
    'The day of publication could not be read. Write “9 January 2026”, “January 2026”, “۱۹ دی ۱۴۰۴” or 2026-01-09.',
  'source-bad-address': 'This is no web address. It should begin with http:// or https://.',
  'invisible-character': 'It holds a character that nobody sees ({code}). Delete it.',
  'source-address-login':
    'The address holds a name or password before the @. Leave it out: it would be kept with the source.',
  'source-bad-language': 'The language must be a tag such as en, fr, fa or ku-Arab.',
  'source-bad-material':
    'There is no such type of material. Give its code, or its name in English.',
  'copy-empty': 'The file is empty: 0 bytes. Give another one.',
  'copy-too-large': 'The file is larger than {most} MB. Nothing was stored; give a smaller one.',
  'copy-already-here':
    'These very bytes are already here: “{title}”. Use --again to add them twice.',
  'address-already-here': 'This address is already here: “{title}”. Use --again to add it twice.',
  'text-already-here': 'This text is already here: “{title}”. Use --again to add it twice.',
  'fetch-invalid-address':
    'This is no web address that can be fetched. It should begin with http:// or https://.',
  'fetch-refused-address':
    'This address leads into a private network and is not fetched. Save the page and add the file.',
  'fetch-dns': 'No such host was found. Check the address.',
  'fetch-network': 'The host did not answer. Try again later, or save the page and add the file.',
  'fetch-tls':
    'The host’s certificate is not valid. Check the address, or save the page and add the file.',
  'fetch-timeout': 'The host took too long. Try again later, or save the page and add the file.',
  'fetch-too-large':
    'What the address leads to is too large. Save the part that matters and add the file.',
  'fetch-too-many-redirects':
    'The address leads in a circle. Give the last address, or save the page and add the file.',
  'fetch-broken-encoding': 'The answer was damaged on its way. Save the page and add the file.',
  'fetch-status':
    'The host answered with status {status}. If a browser opens the page, save it and add the file.',
};

const catalog: Catalog = Object.fromEntries(
  Object.entries({ ...evidence, ...backup, ...own }).map(([code, text]) => [
    `refusal.${code}`,
    text,
  ]),
);

let known: Catalog | undefined;

// The pages' messages hold a sentence for what the rooms refuse; read only when something is.
function all(): Catalog {
  if (known !== undefined) return known;
  const folder = path.resolve(import.meta.dirname, '../web/messages/en');
  const pages = readdirSync(folder).map((name): unknown =>
    JSON.parse(readFileSync(path.join(folder, name), 'utf8')),
  );
  known = Object.assign({}, ...pages, catalog) as Catalog;
  return known;
}

/** A refusal as a sentence in English; its code where no sentence is known. */
export function sentenceOf({ code, params = {} }: Problem): string {
  const translate = createTranslator('en', all());
  const key = `refusal.${code}`;
  return translate.has(key) ? translate(key, params) : `Refused: ${code}.`;
}
