import {
  addSourceWithCopy,
  arrangeSource,
  fetchAddress,
  markPassage,
  readCopiesOf,
  reviewTranslation,
  sourcePage,
  translatePassage,
} from '#evidence';
import type { BlobStore } from '#platform/blobs';
import type { Tx } from '#platform/database';
import { loadAddedTerms, sourceCodes } from '#record';
import { codePointLength, codePointOffset } from '#platform/languages';
import type { SampleSource, SampleTranslation } from './fact.ts';
import { sources } from './facts/sources.ts';
import { translations } from './facts/translations.ts';
import type { SampleTeam } from './load-team.ts';

/** The sources of the sample, and the passages in them that facts stand on. */
export interface SampleEvidence {
  /** Uid of a source by its key. */
  source(key: string): string;
  /** Whether the sample holds a text of it. */
  isSeen(key: string): boolean;
  /** The passage at a place such as `a6` or `a6:more than 3,000`: made once, then the same. */
  passage(place: string): Promise<SamplePassage>;
}

export interface SamplePassage {
  readonly uid: string;
  readonly words: string;
}

interface LoadedText {
  readonly layer: string;
  readonly text: string;
}

/**
 * Adds the sources with the summaries that the sample holds of them, read like any pasted text, and
 * the translations of a few passages.
 */
export async function loadSources(
  tx: Tx,
  blobs: BlobStore,
  team: SampleTeam,
  onSource: () => void,
): Promise<SampleEvidence> {
  const uids = new Map<string, string>();
  const places = new Map<string, Sentence>();
  const sourceUid = (key: string) => found(uids, key);
  for (const sample of sources) {
    const { uid, text } = await addSample(tx, blobs, team, sample, sourceUid);
    uids.set(sample.key, uid);
    const sentences = (sample.text ?? []).flatMap((paragraph) => Object.entries(paragraph));
    for (const [key, sentence] of sentences) {
      if (text !== undefined) places.set(key, placeOf(text, sentence));
    }
    onSource();
  }
  const evidence = {
    source: sourceUid,
    isSeen: (key: string) => sources.some((one) => one.key === key && one.text !== undefined),
    passage: passagesIn(tx, team, places),
  };
  for (const translation of translations) await addTranslation(tx, team, evidence, translation);
  return evidence;
}

async function addSample(
  tx: Tx,
  blobs: BlobStore,
  { documenter, partnerScope }: SampleTeam,
  sample: SampleSource,
  sourceUid: (key: string) => string,
): Promise<{ uid: string; text: LoadedText | undefined }> {
  const { key: _, text, through, partner, workState, ...described } = sample;
  const input = {
    ...described,
    authors: [...(described.authors ?? [])],
    seen: text !== undefined,
    through: (through ?? []).map((key) => sourceUid(key)),
    ...(partner === true && { scope: partnerScope }),
  };
  const tools = { db: tx, blobs, fetchAddress };
  const codes = sourceCodes(await loadAddedTerms(tx));
  const options = { ...codes, locale: 'en', grade: 'working' } as const;
  const origin = text && ({ kind: 'pasted', text: textOf(text) } as const);
  const source = await addSourceWithCopy(tools, documenter, input, origin, options);
  if (workState !== undefined) await arrangeSource(tx, documenter, source.uid, { workState });
  if (text === undefined) return { uid: source.uid, text: undefined };
  await readCopiesOf(tx, blobs, source.id);
  const page = await sourcePage(tx, documenter, source.uid);
  const layer = page?.layers[0];
  if (layer === undefined) throw new Error(`no text of "${sample.key}" was read`);
  return { uid: source.uid, text: { layer: layer.uid, text: layer.text } };
}

function textOf(paragraphs: NonNullable<SampleSource['text']>): string {
  return paragraphs.map((paragraph) => Object.values(paragraph).join(' ')).join('\n\n');
}

interface Sentence extends LoadedText {
  readonly sentence: string;
  /** UTF-16 index of the sentence in the text. */
  readonly at: number;
}

function placeOf({ layer, text }: LoadedText, sentence: string): Sentence {
  const at = text.indexOf(sentence);
  if (at < 0) throw new Error(`the text has no "${sentence}"`);
  return { layer, text, sentence, at };
}

function passagesIn(
  tx: Tx,
  { documenter }: SampleTeam,
  sentences: ReadonlyMap<string, Sentence>,
): SampleEvidence['passage'] {
  const made = new Map<string, SamplePassage>();
  return async (place) => {
    const known = made.get(place);
    if (known !== undefined) return known;
    const [key = '', ...rest] = place.split(':');
    const { layer, text, sentence, at } = found(sentences, key);
    const words = rest.length === 0 ? sentence : rest.join(':');
    const within = sentence.indexOf(words);
    if (within < 0) throw new Error(`"${key}" has no words "${words}"`);
    const start = codePointOffset(text, at + within);
    const end = start + codePointLength(words);
    const { uid } = await markPassage(tx, documenter, { layer, start, end });
    const passage = { uid, words };
    made.set(place, passage);
    return passage;
  };
}

async function addTranslation(
  tx: Tx,
  { documenter, reviewer }: SampleTeam,
  evidence: SampleEvidence,
  { place, language, text }: SampleTranslation,
): Promise<void> {
  const passage = await evidence.passage(place);
  const translator = documenter.name;
  const layer = await translatePassage(tx, documenter, passage.uid, { language, text, translator });
  await reviewTranslation(tx, reviewer, layer.uid);
}

/** @throws RangeError where the facts name a key that none of them has. */
export function found<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`the sample has no "${key}"`);
  return value;
}
