import { utf16Offset } from '#platform/languages';

/** A passage of the text as it is drawn; offsets in code points, as the record counts. */
export interface Highlight {
  readonly passage: string;
  readonly start: number;
  readonly end: number;
  readonly state: HighlightState;
}

/** How far the claims of a passage have come. */
export type HighlightState = 'proposed' | 'accepted' | 'rejected' | 'none';

/** A stretch of text that is drawn in one way. Offsets in UTF-16 units, as the browser counts. */
export interface Segment {
  readonly start: number;
  readonly text: string;
  /** Passages that cover it, the shortest first: that is the one a click most likely means. */
  readonly passages: readonly string[];
  readonly state: HighlightState;
}

export interface Paragraph {
  readonly start: number;
  readonly segments: readonly Segment[];
}

interface Span extends Omit<Highlight, 'start' | 'end'> {
  readonly from: number;
  readonly to: number;
}

// Where passages overlap, what still needs somebody's eyes wins.
const urgency: readonly HighlightState[] = ['proposed', 'accepted', 'rejected', 'none'];

/**
 * Cuts a text into paragraphs and those into stretches, so that overlapping passages can be drawn
 * without nesting. Every character but the line ends comes back once and in order.
 */
export function paragraphsOf(text: string, highlights: readonly Highlight[]): Paragraph[] {
  const spans = highlights.flatMap((highlight) => toSpan(text, highlight) ?? []);
  const paragraphs: Paragraph[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (line.trim() !== '') {
      const within = spans.filter(({ from, to }) => from < end && to > start);
      paragraphs.push({ start, segments: segmentsOf(text, start, end, within) });
    }
    start = end + 1;
  }
  return paragraphs;
}

// A passage of another version of the text may lie outside this one; it is not drawn.
function toSpan(text: string, { start, end, ...rest }: Highlight): Span | undefined {
  try {
    return { ...rest, from: utf16Offset(text, start), to: utf16Offset(text, end) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const directionSigns = /[\u202A-\u202E\u2066-\u2069]/g;

function segmentsOf(text: string, start: number, end: number, spans: readonly Span[]): Segment[] {
  const edges = new Set([start, end]);
  for (const { from, to } of spans) {
    if (from > start) edges.add(from);
    if (to < end) edges.add(to);
  }
  // Each stands in a stretch of its own, so that it can be boxed in.
  for (const { index } of text.slice(start, end).matchAll(directionSigns)) {
    edges.add(start + index).add(start + index + 1);
  }
  const sorted = [...edges].toSorted((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? end;
    const covering = spans
      .filter((span) => span.from < to && span.to > from)
      .toSorted((a, b) => a.to - a.from - (b.to - b.from));
    return {
      start: from,
      text: text.slice(from, to),
      passages: covering.map(({ passage }) => passage),
      state: urgency.find((state) => covering.some((span) => span.state === state)) ?? 'none',
    };
  });
}
