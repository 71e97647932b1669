import { Hono, type Context } from 'hono';
import { addressOf } from '#publish';
import { eachSignature, readSigning, type ListedSignature, type SignatureFilter } from '#letters';
import type { Db } from '#platform/database';
import { defaultLocale } from '#platform/languages';
import { csvLine, csvMark } from '../csv.ts';
import { queueOf, type Enter } from '../dossier/queue.ts';
import { parseListFilter } from './parse-list-filter.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const atOnce = 4;
const waiting = 32;

export interface ListFileDeps {
  /** A reader's connection. */
  readonly readerDb: Db;
  /** Origin of the instance. */
  readonly publicUrl: string;
  /** Whoever takes longer to read a list has it broken off: a place is not for keeping. */
  readonly longestMs?: number;
}

/**
 * The list of a letter as a table and for programs: what its page shows with the same filters, and
 * nothing more. Read while it is sent, so that half a million names are never held; names hidden
 * meanwhile end it. Nobody keeps it: names can be gone in the next minute.
 */
export function listFileRoutes(deps: ListFileDeps): Hono {
  const routes = new Hono();
  const enter = queueOf(atOnce, waiting);
  const answer = (write: Writer, type: string) => async (c: Context) => {
    const letter = c.req.param('letter') ?? '';
    const signing = uuid.test(letter) ? await readSigning(deps.readerDb, letter) : undefined;
    if (signing === undefined) return absent(c);
    if (signing.namesHidden) return hidden(c);
    // Of an answer to HEAD nobody reads the body, and what nobody reads would hold its place to the last minute.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': type, ...headers });
    const filter = parseListFilter(new URL(c.req.url).searchParams);
    return sendParts(c, enter, write(deps, letter, filter), {
      type,
      longestMs: deps.longestMs ?? 300_000,
    });
  };
  routes.get('/letters/:letter/signatures.csv', answer(csvParts, 'text/csv; charset=utf-8'));
  routes.get('/letters/:letter/signatures.json', answer(jsonParts, 'application/json'));
  return routes;
}

type Writer = (
  deps: ListFileDeps,
  letter: string,
  filter: SignatureFilter,
) => AsyncGenerator<string>;

/** Names of the columns, which are those of the JSON. */
export const listColumns = [
  'name',
  'credit',
  'affiliation',
  'country',
  'verification',
  'version',
  'person',
  'chosen',
] as const;

/** One line of the list as it leaves the house. */
export function lineOf(signature: ListedSignature, publicUrl: string) {
  const { name, credit, affiliation, country, verification, version, person, chosen } = signature;
  const path = person === null ? undefined : addressOf(defaultLocale, 'person', person);
  return {
    ...{ name, credit, affiliation, country, verification, version },
    person: path === undefined ? '' : new URL(path, publicUrl).href,
    chosen,
  };
}

async function* csvParts(
  { readerDb, publicUrl }: ListFileDeps,
  letter: string,
  filter: SignatureFilter,
): AsyncGenerator<string> {
  yield csvMark + csvLine(listColumns);
  for await (const part of eachSignature(readerDb, letter, filter)) {
    yield part.map((one) => csvLine(Object.values(lineOf(one, publicUrl)).map(String))).join('');
  }
}

async function* jsonParts(
  { readerDb, publicUrl }: ListFileDeps,
  letter: string,
  filter: SignatureFilter,
): AsyncGenerator<string> {
  yield `{"v":1,"letter":"${letter}","signatures":[`;
  let isFirst = true;
  for await (const part of eachSignature(readerDb, letter, filter)) {
    const lines = part.map((one) => JSON.stringify(lineOf(one, publicUrl)));
    yield `${isFirst ? '' : ','}\n${lines.join(',\n')}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

/** Sends parts as they are made; the place in the queue is held until the last has gone. */
function sendParts(
  c: Context,
  enter: Enter,
  parts: AsyncGenerator<string>,
  { type, longestMs }: { readonly type: string; readonly longestMs: number },
): Promise<Response> {
  const { promise: answered, resolve: answer } = Promise.withResolvers<Response>();
  const work = async () => {
    const { promise: sent, resolve: end } = Promise.withResolvers<void>();
    const late = AbortSignal.timeout(longestMs);
    const body = streamOf(parts, late, end);
    answer(c.body(body, 200, { 'Content-Type': type, ...headers }));
    await sent;
  };
  void enter(work, () => answer(busy(c)));
  return answered;
}

function streamOf(
  parts: AsyncGenerator<string>,
  late: AbortSignal,
  end: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        late.addEventListener('abort', () => {
          end();
          controller.error(new Error('a list was read too slowly'));
        });
      },
      async pull(controller) {
        try {
          const { done, value } = await parts.next();
          if (done !== true) {
            controller.enqueue(encoder.encode(value));
            return;
          }
          controller.close();
          end();
        } catch (error) {
          end();
          throw error;
        }
      },
      async cancel() {
        end();
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

const headers = { 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' };

function absent(c: Context): Response {
  return c.text('There is no such list here.\n', 404, { 'Cache-Control': 'no-store' });
}

function hidden(c: Context): Response {
  return c.text('The organisers have hidden the names of everybody who signed.\n', 403, headers);
}

function busy(c: Context): Response {
  const later = { 'Cache-Control': 'no-store', 'Retry-After': '10' };
  return c.text('Many take the list just now. Ask again in a moment.\n', 503, later);
}
