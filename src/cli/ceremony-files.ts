import { open, readFile, rm, stat } from 'node:fs/promises';
import type { Decrypter } from 'age-encryption';
import type { WithheldRule } from '@countersign/letter';
import {
  parseRequest,
  requestDigest,
  requestLimits,
  spokenDigest,
  WithheldFault,
  type OpeningRequest,
} from '@countersign/withheld';
import { parseIdentities, readLines } from '#backup';
import { reading } from './backup-input.ts';
import { refuse } from './cli-refusal.ts';
import type { Terminal } from './terminal.ts';

/** A request as its file holds it. */
export interface ReadRequest {
  readonly bytes: Uint8Array;
  readonly request: OpeningRequest;
  /** As people read it to each other. */
  readonly spoken: string;
}

/** @throws CliRefusal `file-…`, `withheld-…`. */
export async function readRequest(file: string): Promise<ReadRequest> {
  const bytes = await readCeremonyFile(file);
  const request = told(file, undefined, () => parseRequest(bytes));
  return { bytes, request, spoken: spokenDigest(requestDigest(bytes)) };
}

/** @throws CliRefusal `file-…`, `withheld-malformed` for one that is too large. */
export async function readCeremonyFile(file: string): Promise<Uint8Array> {
  const { size } = await reading(file, stat(file));
  if (size > requestLimits.bytes) refuse('withheld-malformed', { file });
  return new Uint8Array(await reading(file, readFile(file)));
}

/** @throws CliRefusal, BackupRefusal `backup-identity-bad`. */
export async function readIdentity(file: string | undefined): Promise<Decrypter> {
  if (file === undefined) refuse('withheld-needs-identity', {}, 'identity');
  return parseIdentities(await reading(file, readLines(file)));
}

/** Turns a fault of a file into a refusal that names the file and, if it is one's, the organisation. */
export function told<Value>(
  file: string,
  request: OpeningRequest | undefined,
  work: () => Value,
): Value {
  try {
    return work();
  } catch (error) {
    return refuseFault(error, file, request);
  }
}

/** The same of a fault that was thrown. @throws CliRefusal, or what it was given. */
export function refuseFault(
  error: unknown,
  file: string,
  request: OpeningRequest | undefined,
): never {
  if (!(error instanceof WithheldFault)) throw error;
  const { organisation } = error;
  const name =
    organisation === undefined ? undefined : request?.panel.organisations[organisation]?.name;
  refuse(error.code, { file, organisation: name ?? '-' });
}

/**
 * Writes a file that its owner alone can read, and that was not there.
 *
 * @throws CliRefusal `withheld-file-exists`.
 */
export async function writeCeremonyFile(place: string, bytes: Uint8Array): Promise<void> {
  const file = await open(place, 'wx', 0o600).catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isThere) refuse('withheld-file-exists', { file: place });
    throw error;
  });
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(place, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Says what a request is for. No name is in it that anybody could read. */
export function tellRequest(terminal: Terminal, { request, spoken }: ReadRequest): void {
  const { title, panel, names, openers } = request;
  const organisations = panel.organisations.map(({ name }) => name);
  const rules = rulesOf(request);
  terminal.value({
    ...{ letter: panel.letter, title, names: names.length, need: panel.need, organisations },
    ...{ openers, rules, digest: spoken },
  });
  terminal.line(`Letter: ${oneLine(title)}`);
  terminal.line(`        ${panel.letter}`);
  terminal.line(`Names:  ${names.length}`);
  for (const { text, count } of rules) terminal.line(`        ${count}: ${text}`);
  terminal.line(
    `Opened by ${panel.need} of ${organisations.length}: ${organisations.map(oneLine).join(', ')}`,
  );
  terminal.line(`Joined by the holder of ${openers}`);
  terminal.line(`Digest: ${spoken}`);
}

function rulesOf({ names }: OpeningRequest): { text: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { rule } of names) {
    const parts = [
      rule.names && namesOf(rule.names),
      rule.notBefore && `not before ${rule.notBefore}`,
    ].filter((part) => part !== undefined);
    const text = parts.join(', ');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count }));
}

function namesOf({ least, verification, affiliation }: NonNullable<WithheldRule['names']>): string {
  const guild = affiliation === undefined ? '' : ` of “${oneLine(affiliation)}”`;
  return `${least} names${guild} shown (${verification})`;
}

// Somebody else wrote it, and a terminal obeys control characters.
function oneLine(text: string): string {
  return text.replaceAll(/\p{C}/gu, ' ').slice(0, 200);
}
