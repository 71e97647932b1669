import { xmlText } from './xml.ts';

/** One change of the public record, in the reader's words. */
export interface FeedEntry {
  /** A URI that never changes. */
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly at: Date;
}

/** A feed of changes, the newest first. */
export interface Feed {
  readonly locale: string;
  readonly title: string;
  readonly publisher: string;
  /** Where the feed itself stands. */
  readonly self: string;
  /** The page it belongs to. */
  readonly home: string;
  readonly entries: readonly FeedEntry[];
}

/** Writes a feed as Atom (RFC 4287). Pure. */
export function writeFeed({ locale, title, publisher, self, home, entries }: Feed): string {
  const updated = entries[0]?.at ?? new Date(0);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xmlText(locale)}">`,
    `<id>${xmlText(self)}</id>`,
    `<title>${xmlText(title)}</title>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<author><name>${xmlText(publisher)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xmlText(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xmlText(home)}"/>`,
    ...entries.map(
      (entry) =>
        `<entry><id>${xmlText(entry.id)}</id><title>${xmlText(entry.title)}</title>` +
        `<updated>${entry.at.toISOString()}</updated>` +
        `<link rel="alternate" type="text/html" href="${xmlText(entry.address)}"/></entry>`,
    ),
    '</feed>',
    '',
  ].join('\n');
}
