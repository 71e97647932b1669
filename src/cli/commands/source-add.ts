import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '#accounts';
import {
  addressSecrets,
  addSourceWithCopy,
  AlreadyHereRefusal,
  fetchAddress,
  readCopiesOf,
  readingsOf,
  type Reading,
  type SourceInput,
} from '#evidence';
import { Refusal } from '#platform/errors';
import { loadAddedTerms, sourceCodes, termsOf } from '#record';
import { refuse } from '../cli-refusal.ts';
import { asOption, type Call, type Command } from '../command.ts';
import type { ExitName } from '../exit-codes.ts';
import { readInput } from '../input-file.ts';
import { exitOfRefusal } from '../outcome.ts';
import type { Workplace } from '../workplace.ts';

export const sourceAdd: Command = {
  name: 'source add',
  summary: 'Preserve files or web pages as sources, and read their text.',
  arguments: 'FILE…|ADDRESS…',
  least: 1,
  most: 1_000,
  options: {
    title: {
      value: 'TITLE',
      meaning: 'Its title; unless given the one it gives itself, or the name of the file.',
    },
    language: {
      value: 'TAG',
      meaning: 'Its language (en, fr, fa …); found in the text unless given.',
    },
    published: {
      value: 'DAY',
      meaning: 'When it was published: 9 January 2026, 2026-01, ۱۹ دی ۱۴۰۴ …',
    },
    publisher: { value: 'NAME', meaning: 'Who published it.' },
    author: { value: 'NAME', several: true, meaning: 'Who wrote it.' },
    material: { value: 'TYPE', meaning: 'Type of material: a code, or its name in English.' },
    restricted: { meaning: 'Keep the copy encrypted.' },
    again: { meaning: 'Add it although the same is here already.' },
    wait: { meaning: 'When a server runs: wait until it has read the text.' },
    ...asOption,
  },
  details: `Without a server the text is read now. A file that cannot be read as text is kept all the same, and
said so. Several files: each is told by its own line, and 5 means that some were not added or read.`,
  async run(call) {
    if (call.text('title') !== undefined && call.arguments.length > 1) {
      refuse('cli-one-title', {}, 'title');
    }
    const workplace = await call.open();
    const actor = await call.actor();
    const described = await describe(call, workplace);
    await workplace.prepareQueues();
    const bar = call.terminal.progress('Adding');
    const ends: ExitName[] = [];
    for (const [index, argument] of call.arguments.entries()) {
      bar.at(index, call.arguments.length);
      if (call.arguments.length > 1) bar.end();
      ends.push(await addOne(call, workplace, actor, argument, described));
    }
    bar.end();
    return summed(ends);
  },
};

type Described = Omit<SourceInput, 'title' | 'material'> & {
  readonly material: string | undefined;
};

async function describe(call: Call, { db }: Workplace): Promise<Described> {
  const typed = call.text('material');
  const terms = termsOf('material-types', await loadAddedTerms(db));
  const wanted = typed?.toLowerCase();
  const material = terms.find(
    ({ code, labels }) => code === wanted || labels.en.toLowerCase() === wanted,
  );
  if (typed !== undefined && material === undefined) {
    throw new Refusal({ code: 'source-bad-material', field: 'material' });
  }
  return {
    language: call.text('language') ?? '',
    published: call.text('published') ?? '',
    publisher: call.text('publisher') ?? '',
    authors: [...call.texts('author')],
    material: material?.code,
  };
}

// Types of material where nobody says: a web page, and for a file "unknown".
const webPage = '910100000000';
const unknownMaterial = '990000000000';

async function addOne(
  call: Call,
  workplace: Workplace,
  actor: Actor,
  argument: string,
  described: Described,
): Promise<ExitName> {
  const { terminal } = call;
  try {
    const origin = await readInput(argument);
    warnOfSecrets(call, argument);
    const isPage = origin.kind === 'fetched';
    const title = call.text('title') ?? '';
    const material = described.material ?? (isPage ? webPage : unknownMaterial);
    const blobs = await workplace.blobs();
    const tools = { db: workplace.db, blobs, fetchAddress };
    const source = await addSourceWithCopy(
      tools,
      actor,
      { ...described, title, material },
      origin,
      {
        ...sourceCodes(await loadAddedTerms(workplace.db)),
        locale: 'en',
        restricted: call.flag('restricted'),
        despiteAlreadyHere: call.flag('again'),
      },
    );
    if (!workplace.serverRuns) await readCopiesOf(workplace.db, blobs, source.id);
    const [reading] = await readingsFor(call, workplace, source.id);
    terminal.line(`${source.uid}  ${argument}${aboutReading(reading)}`);
    terminal.value({ file: argument, uid: source.uid, ...reading });
    return reading?.reading === 'unreadable' ? 'partly' : 'ok';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tellRefusal(call, argument, error);
    return exitOfRefusal(error);
  }
}

function warnOfSecrets({ terminal }: Call, argument: string): void {
  const secrets = addressSecrets(argument);
  if (secrets === undefined) return;
  terminal.note(
    `${argument}: what looks like a key stands in the address (${secrets.names.join(', ')}) and is kept with the source. Without it: ${secrets.cleaned}`,
  );
}

function tellRefusal({ terminal }: Call, argument: string, refusal: Refusal): void {
  if (terminal.json && refusal instanceof AlreadyHereRefusal) {
    const { problems, found } = refusal;
    terminal.value({ file: argument, problems, found });
    return;
  }
  terminal.problems(refusal.problems, argument);
}

const pollMs = 200;

async function readingsFor(
  call: Call,
  { db, serverRuns }: Workplace,
  sourceId: string,
): Promise<Reading[]> {
  for (;;) {
    const readings = await readingsOf(db, sourceId);
    const isOver = readings.every(({ reading }) => reading !== 'waiting' && reading !== 'reading');
    if (isOver || !serverRuns || !call.flag('wait')) return readings;
    await pause(pollMs);
  }
}

function aboutReading(reading: Reading | undefined): string {
  switch (reading?.reading) {
    case 'unreadable':
      return `  kept; its text could not be read: ${reading.readingCode}`;
    case 'kept':
      return '  kept as it is';
    case 'waiting':
    case 'reading':
      return '  its text is being read';
    case 'read':
    case undefined:
      return '';
  }
}

/** One end for several: as they all ended, or partly. */
function summed(ends: readonly ExitName[]): ExitName {
  const [first = 'ok'] = ends;
  if (ends.every((end) => end === first)) return first;
  return ends.every((end) => end === 'refused' || end === 'missing') ? 'refused' : 'partly';
}
