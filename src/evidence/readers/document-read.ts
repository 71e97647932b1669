import type { ReadMetadata } from './read-result.ts';

/** What a format reader finds; the dispatcher cleans the text and adds what all formats share. */
export interface DocumentRead {
  readonly text: string;
  readonly title?: string | undefined;
  readonly authors?: readonly string[] | undefined;
  readonly publishedEdtf?: string | undefined;
  readonly metadata: ReadMetadata;
  /** `name version` of the program that made characters of the bytes. */
  readonly engine: string;
}

export interface ReadingOptions {
  /** The charset a sender or an editor named. */
  readonly encoding?: string | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
