import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { GivenFile } from '#publish';
import { refuse, type CliCode } from '../cli-refusal.ts';
import { fetchLimited } from './fetch-limited.ts';
import { readFolder, type GatheredLetter } from './recount.ts';

/** What is to be verified, and what the log it came from says of itself. */
export interface Gathered {
  readonly files: readonly GivenFile[];
  readonly ownPolicy?: Uint8Array | undefined;
  /** The page at the address that was given, where it was one: what it shows is no part of a proof. */
  readonly page?: GatheredPage;
  /** The letter that is to be recounted. */
  readonly letter?: GatheredLetter;
  /** Files that were named after an address or a folder. */
  readonly beside?: readonly GivenFile[];
}

export interface GatheredPage {
  /** Every SHA-256 that stands in it, in hexadecimal: its fingerprint must be among them. */
  readonly hashes: ReadonlySet<string>;
}

const most = 64 * 1024 * 1024;
const timeoutMs = 60_000;
/** A letter of a million signatures, over a slow line. */
const recountMs = 3_600_000;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Reads or fetches what was named on the command line. @throws CliRefusal. */
export async function gather(names: readonly string[]): Promise<Gathered> {
  const [first = '', ...more] = names;
  const instance = /^https?:\/\//i.test(first)
    ? await fromInstance(first)
    : await fromFolder(first);
  if (instance === undefined) return { files: await Promise.all(names.map(readGiven)) };
  return { ...instance, beside: await Promise.all(more.map(readGiven)) };
}

/** What was saved of a letter. @returns undefined when it is none. */
async function fromFolder(folder: string): Promise<Gathered | undefined> {
  const inside = await readdir(path.join(folder, 'letters')).catch(() => []);
  const [uid, ...others] = inside.filter((name) => uuid.exec(name)?.[0] === name);
  if (uid === undefined || others.length > 0) return undefined;
  const read = readFolder(folder);
  const [proof, document, ownPolicy] = await Promise.all([
    read(`log/proof/${uid}`, most),
    read(`dossier/${uid}.json`, most),
    read('log/policy', most),
  ]);
  return {
    files: [
      ...(proof === undefined ? [] : [{ name: `${uid} (proof)`, bytes: proof }]),
      ...(document === undefined ? [] : [{ name: `${uid} (document)`, bytes: document }]),
    ],
    ...{ ownPolicy, letter: { uid, read } },
  };
}

/** A file, up to the size of the largest dossier. @throws CliRefusal `file-…`, `verify-too-large`. */
export async function readGiven(name: string): Promise<GivenFile> {
  try {
    const file = await open(name);
    try {
      const { size } = await file.stat();
      if (size > most) refuse('verify-too-large');
      return { name: path.basename(name), bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const known = failures[code];
    if (known === undefined) throw error;
    return refuse(known);
  }
}

const failures: Readonly<Record<string, CliCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  ENAMETOOLONG: 'file-not-found',
  EISDIR: 'file-is-folder',
  EACCES: 'file-unreadable',
  EPERM: 'file-unreadable',
  EIO: 'file-unreadable',
};

/** A page, a dossier or a proof of an instance, by its address. */
async function fromInstance(typed: string): Promise<Gathered> {
  const address = URL.parse(typed) ?? refuse('verify-address');
  const [subject] = uuid.exec(address.pathname) ?? [];
  if (subject === undefined) return refuse('verify-address');
  const signal = AbortSignal.timeout(timeoutMs);
  const at = (to: string) => fetchLimited(new URL(to, address.origin), signal);
  if (address.pathname.startsWith('/log/proof/')) {
    const [proof, document, ownPolicy] = await Promise.all([
      at(`/log/proof/${subject}`),
      at(`/dossier/${subject}.json`),
      at('/log/policy'),
    ]);
    const files = [
      ...(proof === undefined ? [] : [{ name: `${subject} (proof)`, bytes: proof }]),
      ...(document === undefined ? [] : [{ name: `${subject} (document)`, bytes: document }]),
    ];
    return proof === undefined ? nothing() : { files, ownPolicy };
  }
  const isLetter = /^(?:\/[a-z]{2})?\/letters\//.test(address.pathname);
  const [, lang] = /^\/(en|fr|fa)\//.exec(address.pathname) ?? [];
  const asked = address.searchParams.get('lang') ?? lang;
  const [ownPolicy, bytes, html] = await Promise.all([
    isLetter ? at('/log/policy') : undefined,
    at(`/dossier/${subject}.zip${asked === undefined ? '' : `?lang=${asked}`}`),
    lang === undefined ? undefined : at(`${address.pathname}${address.search}`),
  ]);
  // Of what was taken back there is no dossier, and a proof of that.
  if (bytes === undefined) return fromInstance(`${address.origin}/log/proof/${subject}`);
  const files = [{ name: `${subject}.zip`, bytes }];
  return {
    files,
    ...(html !== undefined && { page: pageOf(html) }),
    ...(isLetter && { ownPolicy, letter: letterAt(address, subject) }),
  };
}

function letterAt({ origin }: URL, uid: string): GatheredLetter {
  const signal = AbortSignal.timeout(recountMs);
  const read = (file: string, limit: number) =>
    fetchLimited(new URL(`/${file}`, origin), signal, limit);
  return { uid, read };
}

function pageOf(html: Uint8Array): GatheredPage {
  const found = Buffer.from(html)
    .toString('latin1')
    .matchAll(/\b[0-9a-f]{64}\b/gu);
  return { hashes: new Set([...found].map(([hash]) => hash)) };
}

function nothing(): never {
  return refuse('verify-unreachable', { said: 'there is no such thing there' });
}
