import { currentDocuments } from '#editions';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { readEdition } from '#publish';
import type { TextPlace, Trace } from '#record';
import { momentWords } from '../claims/moment-words.ts';

/** A name in others' words, as the desk prints it: the same words once, with every page they stand on. */
export interface TraceWords extends Omit<Trace, 'of' | 'subject' | 'kind' | 'kept'> {
  readonly key: string;
  readonly pages: readonly { readonly uid: string; readonly text: string; readonly to: string }[];
  /** How it goes, where leaving a claim out is not enough; and where at the desk. */
  readonly remedy: 'source' | 'entity' | 'correction' | 'letter';
  readonly remedyTo: string | undefined;
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
  // Each page is read once: a name may stand in thirty places of it.
  const names = new Map(
    [...documents].map(([subject, { document }]) => [
      subject,
      readEdition(document, locale).name.text,
    ]),
  );
  const nameOf = (subject: string) => names.get(subject) ?? subject;
  const alike = Map.groupBy(
    traces,
    ({ place, thing, print, kept }) => `${place} ${thing} ${print} ${kept?.at.getTime() ?? ''}`,
  );
  return [...alike.values()].flatMap((group): TraceWords[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { place, thing, print, whole, parts, kept } = first;
    return [
      {
        ...{ place, thing, print, whole, parts },
        key: `${place}-${thing}-${print.slice(0, 16)}`,
        claims: [...new Set(group.flatMap(({ claims }) => claims))],
        pages: group.map(({ subject, kind }) => ({
          uid: subject,
          text: nameOf(subject),
          to: `/desk/${deskFolders[kind] ?? 'entities'}/${subject}`,
        })),
        remedy: remedyOf(place),
        remedyTo: remedyPath(place, thing),
        kept: kept === null ? null : { ...kept, at: momentWords(kept.at, locale) },
      },
    ];
  });
}

const deskFolders: Readonly<Record<string, string>> = { source: 'sources', letter: 'letters' };

function remedyOf(place: TextPlace): TraceWords['remedy'] {
  return place === 'source' || place === 'correction' || place === 'letter' ? place : 'entity';
}

function remedyPath(place: TextPlace, thing: string): string | undefined {
  if (place === 'source') return `/desk/sources/${thing}/edit`;
  if (place === 'letter') return `/desk/letters/${thing}`;
  return place === 'name' || place === 'resolution' ? `/desk/entities/${thing}` : undefined;
}
