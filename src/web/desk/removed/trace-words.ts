import { currentDocuments } from '#editions';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { readEdition } from '#publish';
import type { TextPlace, Trace } from '#record';
import { momentWords } from '../claims/moment-words.ts';

/** A name in somebody else's words, as the desk prints it. */
export interface TraceWords extends Omit<Trace, 'kept'> {
  readonly key: string;
  /** The page it stands on, by its name, and where the desk mends it. */
  readonly page: string;
  readonly to: string;
  /** How it goes, where leaving a claim out is not enough. */
  readonly remedy: 'source' | 'entity' | 'correction';
  readonly kept: { readonly reason: string; readonly by: string; readonly at: string } | null;
}

/** Puts traces into words, with the names of the pages they stand on. */
export async function tracesInWords(
  db: Db,
  locale: Locale,
  traces: readonly Trace[],
): Promise<TraceWords[]> {
  const documents = await currentDocuments(
    db,
    traces.map(({ subject }) => subject),
  );
  return traces.map(({ kept, ...trace }) => {
    const document = documents.get(trace.subject)?.document;
    return {
      ...trace,
      key: `${trace.subject}-${trace.thing}-${trace.print.slice(0, 16)}`,
      page: document === undefined ? trace.subject : readEdition(document, locale).name.text,
      to: pathOf(trace),
      remedy: remedyOf(trace.place),
      kept: kept === null ? null : { ...kept, at: momentWords(kept.at, locale) },
    };
  });
}

function pathOf({ place, thing, subject, kind }: Omit<Trace, 'kept'>): string {
  if (place === 'source') return `/desk/sources/${thing}/edit`;
  if (place === 'name' || place === 'resolution') return `/desk/entities/${thing}`;
  return kind === 'source' ? `/desk/sources/${subject}` : `/desk/entities/${subject}`;
}

function remedyOf(place: TextPlace): TraceWords['remedy'] {
  if (place === 'source') return 'source';
  return place === 'correction' ? 'correction' : 'entity';
}
