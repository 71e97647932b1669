import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/code-of.ts';
import paths from '../test/vectors/tile-paths.json' with { type: 'json' };
import {
  bundlePath,
  changedBundles,
  changedTiles,
  consistencyFromTiles,
  emptyEdge,
  formatEntryBundle,
  growTiles,
  hashLeaf,
  inclusionFromTiles,
  maxUint64,
  MerkleTree,
  parseEntryBundle,
  parseTilePath,
  partialTiles,
  rootFromTiles,
  rootOfEdge,
  type TileEdge,
  tileOfBundle,
  tilePath,
  VerifiedTiles,
  widthOfTile,
} from './index.ts';
import { node } from './node.ts';

// One tree of three tile levels, grown in uneven steps, and the same leaves in memory.
const entries = Array.from({ length: 70_000 }, (_, at) => new TextEncoder().encode(`entry ${at}`));
const leafHashes = entries.map((entry) => hashLeaf(node, entry));
const tree = new MerkleTree(node, leafHashes);
const steps = [1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 69_999, 70_000];
const written = new Map<string, Uint8Array>();
const edges: { readonly edge: TileEdge; readonly root: Uint8Array }[] = [];
const changes: string[][] = [];
for (const size of steps) {
  const before = edges.at(-1)?.edge ?? emptyEdge;
  const grown = growTiles(node, before, leafHashes.slice(Number(before.size), size));
  for (const { at, bytes } of grown.changed) written.set(tilePath(at), bytes.slice());
  changes.push(grown.changed.map(({ at }) => tilePath(at)));
  edges.push(grown);
}
const readTile = (level: number, index: bigint, width: number): Uint8Array => {
  const bytes = written.get(tilePath({ level, index, width }));
  if (bytes === undefined) throw new Error(`no tile ${tilePath({ level, index, width })}`);
  return bytes;
};
const readLater = async (level: number, index: bigint, width: number) =>
  readTile(level, index, width);
const full = { size: 70_000n, readTile };

describe('paths', () => {
  test.each(paths)('$path', ({ path, malformed, level, index, width }) => {
    if (malformed !== undefined) {
      expect(codeOf(() => parseTilePath(path))).toBe('tile-path-malformed');
      return;
    }
    const place = { index: BigInt(index ?? ''), width };
    const parsed = parseTilePath(path);
    if (parsed.kind === 'tile') {
      expect(parsed.at).toEqual({ level, ...place });
      expect(tilePath(parsed.at)).toBe(path);
    } else {
      expect([level, parsed.at]).toEqual([undefined, place]);
      expect(bundlePath(parsed.at)).toBe(path);
    }
  });

  test('are read as they are written, and nothing else gets through', () => {
    const place = fc.record({
      level: fc.integer({ min: 0, max: 63 }),
      index: fc.bigInt({ min: 0n, max: maxUint64 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(place, fc.string(), (at, noise) => {
        expect(parseTilePath(tilePath(at))).toEqual({ kind: 'tile', at });
        expect(codeOf(() => parseTilePath(noise))).toBe('tile-path-malformed');
        expect(codeOf(() => parseTilePath(`tile/0/${noise}`))).toBeTypeOf('string');
      }),
    );
  });

  test.each([
    { level: 64, index: 0n, width: 1 },
    { level: -1, index: 0n, width: 1 },
    { level: 0.5, index: 0n, width: 1 },
    { level: 0, index: -1n, width: 1 },
    { level: 0, index: maxUint64 + 1n, width: 1 },
    { level: 0, index: 0n, width: 0 },
    { level: 0, index: 0n, width: 257 },
  ])('$level/$index/$width is nowhere', (at) => {
    expect(codeOf(() => tilePath(at))).toBe('argument-invalid');
  });
});

describe('places', () => {
  test('are those of the specification for 70,000 and for 256 leaves', () => {
    expect(partialTiles(70_000n).map(tilePath)).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    expect([...changedTiles(0n, 70_000n)].filter(({ width }) => width === 256)).toHaveLength(274);
    expect(partialTiles(256n).map(tilePath)).toEqual(['tile/1/000.p/1']);
    expect([...changedTiles(0n, 256n)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(partialTiles(0n)).toEqual([]);
    expect(partialTiles(maxUint64)).toHaveLength(8);
  });

  test('change only where the tree grew', () => {
    expect([...changedTiles(100n, 100n)]).toEqual([]);
    expect([...changedTiles(255n, 257n)].map(tilePath)).toEqual([
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/1/000.p/1',
    ]);
    expect([...changedBundles(255n, 257n)].map(bundlePath)).toEqual([
      'tile/entries/000',
      'tile/entries/001.p/1',
    ]);
    expect(codeOf(() => [...changedTiles(2n, 1n)])).toBe('argument-invalid');
    expect(codeOf(() => [...changedTiles(0n, maxUint64 + 1n)])).toBe('argument-invalid');
  });

  test('are found lazily, however far the tree grew', () => {
    const [first] = changedTiles(0n, maxUint64);
    expect(first).toEqual({ level: 0, index: 0n, width: 256 });
  });

  test('have no width outside the tree', () => {
    expect(widthOfTile(0, 274n, 70_000n)).toBe(0);
    expect(widthOfTile(3, 0n, 70_000n)).toBe(0);
    expect(codeOf(() => widthOfTile(-1, 0n, 5n))).toBe('argument-invalid');
  });
});

describe('a tree that grows', () => {
  test('changes the tiles that changedTiles names, and keeps the root of its leaves', () => {
    for (const [step, size] of steps.entries()) {
      const before = BigInt(steps[step - 1] ?? 0);
      expect(changes[step]).toEqual([...changedTiles(before, BigInt(size))].map(tilePath));
      const grown = edges[step];
      expect(grown?.root).toEqual(tree.root(BigInt(size)));
      expect(grown?.edge.tiles.map(({ at }) => at)).toEqual(partialTiles(BigInt(size)));
    }
  });

  test('adds nothing if nothing is added', () => {
    const { edge, root } = growTiles(node, emptyEdge, []);
    expect(edge).toEqual(emptyEdge);
    expect(root).toEqual(tree.root(0n));
  });

  test('refuses an edge that is not of its size', () => {
    const [first] = edges;
    const tiles = first?.edge.tiles ?? [];
    expect(codeOf(() => rootOfEdge(node, { size: 2n, tiles }))).toBe('tile-malformed');
    expect(codeOf(() => growTiles(node, { size: 1n, tiles: [] }, []))).toBe('tile-malformed');
    expect(codeOf(() => growTiles(node, emptyEdge, [new Uint8Array(5)]))).toBe('hash-malformed');
  });
});

describe('proofs from tiles', () => {
  const sizes = fc.integer({ min: 1, max: 70_000 });

  test('are those of the tree in memory', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, indexSeed, oldSeed) => {
        const at = BigInt(size);
        const index = BigInt(indexSeed % size);
        const old = BigInt(oldSeed % (size + 1));
        expect(rootFromTiles(node, full, at)).toEqual(tree.root(at));
        expect(inclusionFromTiles(node, full, index, at)).toEqual(tree.inclusion(index, at));
        expect(consistencyFromTiles(node, full, old, at)).toEqual(tree.consistency(old, at));
      }),
      { numRuns: 60 },
    );
  });

  test('come as promises if tiles do', async () => {
    const later = { size: 70_000n, readTile: readLater };
    expect(await rootFromTiles(node, later)).toEqual(tree.root());
    expect(await inclusionFromTiles(node, later, 69_999n)).toEqual(tree.inclusion(69_999n));
    expect(await consistencyFromTiles(node, later, 65_537n)).toEqual(tree.consistency(65_537n));
  });

  test('take a full tile for a partial one that is gone', () => {
    const grown = (level: number, index: bigint, width: number) =>
      level === 0 && width < 256 ? readTile(level, index, 256) : readTile(level, index, width);
    expect(rootFromTiles(node, { size: 65_535n, readTile: grown })).toEqual(tree.root(65_535n));
  });

  test('refuse what is no tile and what the tree does not have', () => {
    const short = { size: 70_000n, readTile: () => new Uint8Array(33) };
    expect(codeOf(() => rootFromTiles(node, short))).toBe('tile-malformed');
    expect(codeOf(() => rootFromTiles(node, full, 70_001n))).toBe('argument-invalid');
    expect(codeOf(() => inclusionFromTiles(node, full, 5n, 5n))).toBe('argument-invalid');
    expect(codeOf(() => consistencyFromTiles(node, full, 6n, 5n))).toBe('argument-invalid');
  });
});

test('tiles given as Buffers are neither changed nor shared', async () => {
  const files = new Map([...written].map(([path, bytes]) => [path, Buffer.from(bytes)]));
  const read = (level: number, index: bigint, width: number): Uint8Array =>
    files.get(tilePath({ level, index, width })) ?? Buffer.alloc(0);
  const fromFiles = { size: 70_000n, readTile: read };
  expect(rootFromTiles(node, fromFiles)).toEqual(tree.root());
  expect(inclusionFromTiles(node, fromFiles, 5n)).toEqual(tree.inclusion(5n));
  const tiles = new VerifiedTiles(node, { size: 70_000n, root: tree.root() }, read);
  tiles.tile(0, 0n).fill(0);
  tiles.tile(2, 0n).fill(0);
  for (const hash of tiles.inclusion(5n)) hash.fill(0);
  expect(tiles.inclusion(5n)).toEqual(tree.inclusion(5n));
  const edge = {
    size: 257n,
    tiles: partialTiles(257n).map((at) => ({
      ...{ at, bytes: read(at.level, at.index, at.width) },
    })),
  };
  expect(growTiles(node, edge, leafHashes.slice(257, 600)).root).toEqual(tree.root(600n));
  for (const [path, bytes] of written) expect(files.get(path)?.equals(bytes)).toBe(true);
});

describe('VerifiedTiles', () => {
  const head = { size: 70_000n, root: tree.root() };

  test('reads leaves and proofs of the checkpoint', async () => {
    const tiles = new VerifiedTiles(node, head, readTile);
    const later = new VerifiedTiles(node, head, readLater, 2);
    for (const index of [0n, 255n, 256n, 65_535n, 65_536n, 69_999n]) {
      expect(tiles.leafHash(index)).toEqual(leafHashes[Number(index)]);
      expect(await later.leafHash(index)).toEqual(leafHashes[Number(index)]);
      expect(tiles.inclusion(index)).toEqual(tree.inclusion(index));
      expect(await later.inclusion(index)).toEqual(tree.inclusion(index));
      expect(tiles.consistency(index)).toEqual(tree.consistency(index));
    }
    expect(tiles.tile(2, 0n)).toEqual(written.get('tile/2/000.p/1'));
  });

  test('reads no tile twice', () => {
    const read: string[] = [];
    const tiles = new VerifiedTiles(node, head, (level, index, width) => {
      read.push(tilePath({ level, index, width }));
      return readTile(level, index, width);
    });
    for (let index = 0n; index < 1024n; index += 1n) tiles.leafHash(index);
    expect(read.toSorted()).toEqual([
      ...['tile/0/000', 'tile/0/001', 'tile/0/002', 'tile/0/003', 'tile/0/273.p/112'],
      ...['tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1'],
    ]);
  });

  test('refuses any tile with any flipped bit, wherever it stands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 69_999n }), fc.nat(), fc.nat(), (index, pick, bit) => {
        const read = new Set<string>();
        new VerifiedTiles(node, head, (level, at, width) => {
          read.add(tilePath({ level, index: at, width }));
          return readTile(level, at, width);
        }).inclusion(index);
        const victim = [...read][pick % read.size];
        const tiles = new VerifiedTiles(node, head, (level, at, width) => {
          const bytes = readTile(level, at, width);
          if (tilePath({ level, index: at, width }) !== victim) return bytes;
          const flipped = bytes.slice();
          const place = bit % (8 * bytes.length);
          flipped[place >> 3] = (flipped[place >> 3] ?? 0) ^ (1 << (place & 7));
          return flipped;
        });
        expect(codeOf(() => tiles.inclusion(index))).toBe('tile-inconsistent');
      }),
      { numRuns: 60 },
    );
  });

  test('is not moved by bytes that change after they were read', () => {
    const mine = new Map<string, Uint8Array>();
    const tiles = new VerifiedTiles(node, head, (level, index, width) => {
      const bytes = readTile(level, index, width).slice();
      mine.set(tilePath({ level, index, width }), bytes);
      return bytes;
    });
    tiles.leafHash(3n).fill(0);
    for (const bytes of mine.values()) bytes.fill(0);
    expect(tiles.leafHash(3n)).toEqual(leafHashes[3]);
  });

  test('refuses another root, an empty tree with tiles, and what is outside the tree', () => {
    const other = new VerifiedTiles(node, { ...head, root: tree.root(5n) }, readTile);
    expect(codeOf(() => other.leafHash(0n))).toBe('tile-inconsistent');
    const none = new VerifiedTiles(node, { size: 0n, root: tree.root(0n) }, readTile);
    expect(codeOf(() => none.leafHash(0n))).toBe('argument-invalid');
    expect(none.consistency(0n)).toEqual([]);
    const tiles = new VerifiedTiles(node, head, readTile);
    expect(codeOf(() => tiles.leafHash(70_000n))).toBe('argument-invalid');
    expect(codeOf(() => tiles.leafHash(-1n))).toBe('argument-invalid');
    expect(codeOf(() => tiles.tile(0, 274n))).toBe('argument-invalid');
    expect(codeOf(() => tiles.consistency(70_001n))).toBe('argument-invalid');
  });
});

describe('entry bundles', () => {
  const some = entries.slice(0, 256);

  test('have the lengths before the entries', () => {
    expect(formatEntryBundle([Uint8Array.of(7), new Uint8Array(0)])).toEqual(
      Uint8Array.of(0, 1, 7, 0, 0),
    );
  });

  test('hash to their tile', () => {
    expect(tileOfBundle(node, formatEntryBundle(some), 256)).toEqual(written.get('tile/0/000'));
  });

  test.each([
    ['no entries', () => formatEntryBundle([]), 'argument-invalid'],
    ['257 entries', () => formatEntryBundle(entries.slice(0, 257)), 'argument-invalid'],
    ['65,536 bytes', () => formatEntryBundle([new Uint8Array(65_536)]), 'entry-too-large'],
    ['65,535 bytes', () => formatEntryBundle([new Uint8Array(65_535)]), 'accepted'],
    ['fewer than said', () => parseEntryBundle(formatEntryBundle(some), 255), 'bundle-malformed'],
    ['nothing', () => parseEntryBundle(new Uint8Array(0), 1), 'bundle-malformed'],
    ['nothing at all', () => parseEntryBundle(new Uint8Array(0), 0), 'bundle-malformed'],
    ['less than nothing', () => tileOfBundle(node, new Uint8Array(0), -1), 'bundle-malformed'],
    ['a length alone', () => parseEntryBundle(Uint8Array.of(0), 1), 'bundle-malformed'],
    ['half a length', () => parseEntryBundle(Uint8Array.of(0, 0, 0), 2), 'bundle-malformed'],
    ['entries for ever', () => parseEntryBundle(new Uint8Array(600), 256), 'bundle-malformed'],
  ])('of %s: %#', (_what, run, code) => {
    expect(codeOf(run)).toBe(code);
  });

  test('are read as they are written; what can be read is written as it was', () => {
    const list = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(list, fc.uint8Array({ maxLength: 60 }), fc.nat(20), (good, noise, width) => {
        expect(parseEntryBundle(formatEntryBundle(good), good.length)).toEqual(good);
        if (codeOf(() => parseEntryBundle(noise, width)) !== 'accepted') return;
        expect(formatEntryBundle(parseEntryBundle(noise, width))).toEqual(noise);
      }),
    );
  });
});
