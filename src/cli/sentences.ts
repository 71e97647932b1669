import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
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
  'cli-as-nobody':
    'Nobody could be named as doing this: there is no administrator yet. Start the server and create your account first.',
  'cli-as-several': 'There are several administrators. Say who does this: --as EMAIL.',
  'cli-not-running': 'Nothing is running on {folder}. Start it with npm start.',
  'cli-job-unknown': 'There is no such given-up job. countersign jobs list shows them.',
  'file-not-found': 'There is no such file.',
  'file-is-folder': 'This is a folder; name the files in it.',
  'file-not-regular': 'This is a pipe or a device, not a file.',
  'file-unreadable': 'This file cannot be read by you.',
  'verify-address':
    'This address names no page, dossier or proof of an instance: it has no id of a subject in it.',
  'verify-unreachable': 'This could not be fetched: {said}',
  'verify-too-large': 'This is larger than any dossier.',
  'verify-policy': 'The policy cannot be read: {said}',
  'verify-roots': 'The roots cannot be read: this is no PEM of certificates.',
  'verify-needs-policy': 'A proof by itself names no keys. Say whom you trust: --policy FILE.',
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
  'sample-already': 'This instance holds the sample already.',
};

const evidence: Readonly<Partial<Record<EvidenceCode, string>>> = {
  'not-allowed': 'The person as whom this is done may not do it.',
  'not-found': 'There is no such thing, or it is not visible to the person as whom this is done.',
  'source-title-missing': 'Give a title.',
  'source-title-too-long': 'A title, name or address is too long.',
  'source-bad-date':
    'The day of publication could not be read. Write “9 January 2026”, “January 2026”, “۱۹ دی ۱۴۰۴” or 2026-01-09.',
  'source-bad-address': 'This is no web address.',
  'source-bad-language': 'The language must be a tag such as en, fr, fa or ku-Arab.',
  'source-bad-material':
    'There is no such type of material. Give its code, or its name in English.',
  'copy-empty': 'The file is empty: 0 bytes.',
  'copy-too-large': 'The file is larger than {most} MB. Nothing was stored.',
  'copy-already-here':
    'These very bytes are already here: “{title}”. Use --again to add them twice.',
  'address-already-here': 'This address is already here: “{title}”. Use --again to add it twice.',
  'text-already-here': 'This text is already here: “{title}”. Use --again to add it twice.',
  'fetch-invalid-address': 'This is no web address that can be fetched.',
  'fetch-refused-address': 'This address leads into a private network and is not fetched.',
  'fetch-dns': 'No such host was found.',
  'fetch-network': 'The host did not answer.',
  'fetch-tls': 'The host’s certificate is not valid.',
  'fetch-timeout': 'The host took too long.',
  'fetch-too-large': 'What the address leads to is too large.',
  'fetch-too-many-redirects': 'The address leads in a circle.',
  'fetch-broken-encoding': 'The answer was damaged on its way.',
  'fetch-status': 'The host answered with status {status}.',
};

const catalog: Catalog = Object.fromEntries(
  Object.entries({ ...evidence, ...own }).map(([code, text]) => [`refusal.${code}`, text]),
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
