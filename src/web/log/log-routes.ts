import { Hono, type Context } from 'hono';
import {
  holdsNewest,
  logPolicy,
  readCheckpoint,
  readLogFacts,
  readOpening,
  successionChain,
  type TreeFiles,
} from '#log';
import { proofOf } from '#publish';
import { canonicalJson, parseTilePath, ProofError, type JsonValue } from '@countersign/proof';
import type { Db } from '#platform/database';
import type { SealScript } from '../seal/seal-script.ts';

export interface LogRouteDeps {
  /** A reader's connection. */
  readonly readerDb: Db;
  readonly files: TreeFiles;
  /** Origin without a slash at the end. */
  readonly publicUrl: string;
  readonly demonstration: () => boolean;
  /** The script that encrypts withheld names: whoever watches us sees when it becomes another. */
  readonly sealScript?: SealScript | undefined;
}

const immutable = 'public, max-age=31536000, immutable';
const fresh = 'public, max-age=2';
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The log as strangers read it: C2SP tlog-tiles under `/log`, the register, openings and proofs, and
 * `/.well-known/countersign.json`, which names them all. Everything may be read from any origin.
 */
export function logRoutes(deps: LogRouteDeps): Hono {
  const { readerDb, files } = deps;
  const routes = new Hono();
  routes.get('/log/checkpoint', async (c) => {
    const checkpoint = await readCheckpoint(readerDb);
    if (checkpoint === undefined) return absent(c);
    return c.body(checkpoint.note, 200, headersOf('text/plain; charset=utf-8', fresh));
  });
  routes.get('/log/tile/*', (c) => serveFile(c, deps, tilePathOf(c.req.path)));
  routes.get('/log/register/*', (c) => serveFile(c, deps, registerPathOf(c.req.path)));
  routes.get('/log/opening/:entry', async (c) => {
    const entry = c.req.param('entry');
    const opening = uuid.test(entry) ? await readOpening(readerDb, entry) : undefined;
    return opening === undefined ? absent(c) : json(c, opening);
  });
  routes.get('/log/proof/:subject', async (c) => {
    const subject = c.req.param('subject');
    if (!uuid.test(subject)) return absent(c);
    try {
      const proof = await proofOf(readerDb, files, subject);
      return proof === undefined ? await missing(c, deps) : json(c, proof);
    } catch (error) {
      const isStale = error instanceof ProofError && !(await holdsNewest(readerDb, files));
      if (isStale) return elsewhere(c);
      throw error;
    }
  });
  routes.get('/log/successions', async (c) => {
    return json(c, successionChain((await readLogFacts(readerDb)).keys));
  });
  routes.get('/log/succession/:entry', async (c) => {
    const { keys } = await readLogFacts(readerDb);
    const found = keys.find(({ entry }) => entry === c.req.param('entry'))?.succession;
    return found == null ? absent(c) : json(c, found);
  });
  routes.get('/log/policy', async (c) => {
    const policy = logPolicy(await readLogFacts(readerDb), `${deps.publicUrl}/log/`);
    if (policy === undefined) return absent(c);
    return c.body(policy, 200, headersOf('text/plain; charset=utf-8', fresh));
  });
  routes.get('/.well-known/countersign.json', async (c) => json(c, await describe(deps)));
  return routes;
}

async function describe({
  readerDb,
  publicUrl,
  demonstration,
  sealScript,
}: LogRouteDeps): Promise<JsonValue> {
  const facts = await readLogFacts(readerDb);
  const log = `${publicUrl}/log`;
  const [first] = facts.keys;
  return {
    v: 1,
    demonstration: demonstration(),
    origin: first?.verifierKey.split('+')[0] ?? null,
    verifierKeys: facts.keys.map(({ verifierKey, sinceSize, retiredAt }) => ({
      verifierKey,
      sinceSize: String(sinceSize),
      signs: retiredAt === null,
    })),
    successions: facts.keys.flatMap(({ verifierKey, succeeds, entry, succession }) =>
      succession === null || succeeds === null || entry === null
        ? []
        : [{ from: succeeds, successor: verifierKey, proof: `${log}/succession/${entry}` }],
    ),
    successionChain: `${log}/successions`,
    quorum: facts.quorum,
    countersigners: facts.countersigners.map(({ name, verifierKey, url }) => ({
      ...{ name, verifierKey, url },
    })),
    log: `${log}/`,
    checkpoint: `${log}/checkpoint`,
    tiles: `${log}/tile/<L>/<N>[.p/<W>]`,
    entries: `${log}/tile/entries/<N>[.p/<W>]`,
    register: `${log}/register/<root>`,
    bucket: `${log}/register/bucket/<hash>`,
    opening: `${log}/opening/<entry>`,
    batch: `${log}/batch/<entry>`,
    proof: `${log}/proof/<subject>`,
    policy: `${log}/policy`,
    roll: `${publicUrl}/letters/<letter>/roll.json`,
    rollPart: `${publicUrl}/letters/<letter>/roll/<sha256>`,
    sealScript:
      sealScript === undefined
        ? null
        : { address: `${publicUrl}${sealScript.path}`, integrity: sealScript.integrity },
  };
}

/** The file of a tile or bundle; anyone may have written the path. */
function tilePathOf(path: string): string | undefined {
  const own = path.slice('/log/'.length);
  try {
    parseTilePath(own);
    return own;
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}

function registerPathOf(path: string): string | undefined {
  const own = path.slice('/log/'.length);
  return /^register\/(?:bucket\/)?[0-9a-f]{64}$/.test(own) ? own : undefined;
}

async function serveFile(
  c: Context,
  deps: LogRouteDeps,
  path: string | undefined,
): Promise<Response> {
  if (path === undefined) return absent(c);
  const bytes = await deps.files.read(path);
  if (bytes === undefined) return missing(c, deps);
  const { buffer, byteOffset, byteLength } = bytes;
  return c.body(
    new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
    200,
    headersOf('application/octet-stream', immutable),
  );
}

function json(c: Context, value: JsonValue): Response {
  return c.body(canonicalJson(value), 200, headersOf('application/json', fresh));
}

/** What is not here: nowhere, unless this server is behind. */
async function missing(c: Context, { readerDb, files }: LogRouteDeps): Promise<Response> {
  return (await holdsNewest(readerDb, files)) ? absent(c) : elsewhere(c);
}

/** What is published and not in the folder of this server, which does not lead the log. */
function elsewhere(c: Context): Response {
  const words =
    'This part of the log lies with another server of this instance. Ask again later.\n';
  const headers = { ...headersOf('text/plain', 'no-store'), 'Retry-After': '60' };
  return c.text(words, 503, headers);
}

function absent(c: Context): Response {
  return c.text('There is no such thing in this log.\n', 404, headersOf('text/plain', 'no-store'));
}

function headersOf(type: string, cache: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Cache-Control': cache,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
}
