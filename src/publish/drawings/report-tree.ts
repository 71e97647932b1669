import type { EditionIndex } from '../reading/edition-index.ts';
import { readClaim } from '../reading/evidence.ts';
import type { ClaimReading, NameReading, SourceReading } from '../reading/reading.ts';

/** Somebody or something that reported, and those whom it took it from. */
export interface ReportNode {
  readonly key: string;
  readonly name?: NameReading;
  readonly address?: string;
  readonly source?: SourceReading;
  readonly seen: boolean;
  /** Claims that go back to this node and no further: it is their origin. */
  readonly claims: number;
  readonly from: readonly ReportNode[];
}

/** For each source that was read, the chains behind it: who reported what. */
export interface ReportTree {
  readonly sources: readonly ReportNode[];
}

interface GrowingNode extends Omit<ReportNode, 'claims' | 'from'> {
  claims: number;
  readonly from: Map<string, GrowingNode>;
}

/**
 * Puts the attribution chains of a document together into trees, one for each source it rests on,
 * read from the paper in our hands back to whoever said it first.
 */
export function drawReports(index: EditionIndex): ReportTree {
  const roots = new Map<string, GrowingNode>();
  for (const claim of index.document.claims) {
    const reading = readClaim(claim, index);
    if (reading.source === undefined) continue;
    let node = step(roots, {
      key: reading.source.uid,
      source: reading.source,
      seen: reading.source.seen,
    });
    for (const link of backwards(reading)) {
      const key = `${link.source?.uid ?? ''}/${link.address ?? ''}/${link.name?.text ?? ''}`;
      node = step(node.from, { key, ...link });
    }
    node.claims += 1;
  }
  return { sources: settle(roots) };
}

// A chain runs from the origin to the source; the tree runs the other way.
function backwards({ chain, source }: ClaimReading) {
  const links = chain.at(-1)?.source?.uid === source?.uid ? chain.slice(0, -1) : chain;
  return links.toReversed();
}

function step(
  nodes: Map<string, GrowingNode>,
  made: Omit<ReportNode, 'claims' | 'from'>,
): GrowingNode {
  const known = nodes.get(made.key);
  if (known !== undefined) return known;
  const node: GrowingNode = { ...made, claims: 0, from: new Map() };
  nodes.set(made.key, node);
  return node;
}

function settle(nodes: ReadonlyMap<string, GrowingNode>): ReportNode[] {
  return [...nodes.values()]
    .map((node) => ({ ...node, from: settle(node.from) }))
    .toSorted((a, b) => (a.source?.number ?? 0) - (b.source?.number ?? 0));
}
