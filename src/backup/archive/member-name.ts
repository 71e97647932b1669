import { parseBlobKey, type BlobKey } from '#platform/blobs';

/** What a member of a backup is, as its name tells; spec/backup.md. */
export type Member =
  | { readonly kind: 'header' }
  | { readonly kind: 'key' }
  | {
      readonly kind: 'rows';
      readonly schema: string;
      readonly table: string;
      /** From 1, without gaps. */
      readonly part: number;
    }
  | { readonly kind: 'blob'; readonly key: BlobKey }
  | { readonly kind: 'log'; readonly path: string }
  | { readonly kind: 'manifest' };

const identifier = '[a-z_][a-z0-9_]{0,62}';
// No segment begins with a dot: nothing leads out of the folder or is hidden in it.
const segment = '[A-Za-z0-9_-][A-Za-z0-9._-]*';

const patterns = {
  header: /^header-(?<sha256>[0-9a-f]{64})\.json$/u,
  key: /^master-key-(?<sha256>[0-9a-f]{64})$/u,
  rows: new RegExp(
    `^rows/(?<schema>${identifier})\\.(?<table>${identifier})/(?<part>\\d{8})-(?<sha256>[0-9a-f]{64})$`,
    'u',
  ),
  blob: /^blobs\/(?<key>(?:restricted\/)?([0-9a-f]{2})\/([0-9a-f]{2})\/(?<sha256>\2\3[0-9a-f]{60}))$/u,
  log: new RegExp(`^log/(?<sha256>[0-9a-f]{64})/(?<path>${segment}(?:/${segment})*)$`, 'u'),
  manifest: /^manifest\.json$/u,
} as const;

/** How many bytes a member may have; a blob as many as the file has left. */
export const mostBytes: Readonly<Record<Member['kind'], number>> = {
  header: 4 * 1024 * 1024,
  key: 1024,
  rows: 4 * 1024 * 1024,
  blob: Infinity,
  log: 64 * 1024 * 1024,
  manifest: 1024,
};

/**
 * Reads a member's name.
 *
 * Attacker: whoever hands over an archive. A name that leads anywhere else is none of the forms here.
 *
 * @returns undefined when a backup has no such member. `sha256` is what its content must have; the
 * manifest alone names none.
 */
export function parseMemberName(
  name: string,
): { member: Member; sha256: string | undefined } | undefined {
  for (const kind of ['rows', 'blob', 'log', 'header', 'key', 'manifest'] as const) {
    const groups = patterns[kind].exec(name);
    if (groups === null) continue;
    const { sha256, schema = '', table = '', part, key = '', path = '' } = groups.groups ?? {};
    if (kind === 'rows') {
      return { member: { kind, schema, table, part: Number(part) }, sha256 };
    }
    if (kind === 'blob') return { member: { kind, key: parseBlobKey(key) }, sha256 };
    if (kind === 'log') return { member: { kind, path }, sha256 };
    return { member: { kind }, sha256 };
  }
  return undefined;
}

/** The name of a member with that content. @throws RangeError when it cannot be written as one. */
export function memberName(member: Member, sha256: string): string {
  const name = written(member, sha256);
  if (parseMemberName(name) === undefined) {
    throw new RangeError('"member" expected one that a backup can hold');
  }
  return name;
}

function written(member: Member, sha256: string): string {
  switch (member.kind) {
    case 'header':
      return `header-${sha256}.json`;
    case 'key':
      return `master-key-${sha256}`;
    case 'rows':
      return `rows/${member.schema}.${member.table}/${String(member.part).padStart(8, '0')}-${sha256}`;
    case 'blob':
      return `blobs/${member.key}`;
    case 'log':
      return `log/${sha256}/${member.path}`;
    case 'manifest':
      return 'manifest.json';
  }
}

const order: Readonly<Record<Member['kind'], number>> = {
  header: 0,
  key: 1,
  rows: 2,
  blob: 3,
  log: 4,
  manifest: 5,
};

/**
 * Whether `next` may stand after `last`. There is one order only, so that a member that was moved,
 * repeated or left out in the middle of its table is noticed where it happens.
 */
export function mayFollow(last: Member | undefined, next: Member): boolean {
  if (last === undefined) return next.kind === 'header';
  if (last.kind !== next.kind) {
    return order[last.kind] < order[next.kind] && (next.kind !== 'rows' || next.part === 1);
  }
  if (last.kind === 'rows' && next.kind === 'rows') {
    const isSame = last.schema === next.schema && last.table === next.table;
    if (isSame) return next.part === last.part + 1;
    const [before, after] = [`${last.schema}.${last.table}`, `${next.schema}.${next.table}`];
    return next.part === 1 && before < after;
  }
  if (last.kind === 'blob' && next.kind === 'blob') return last.key < next.key;
  return last.kind === 'log' && next.kind === 'log' && last.path < next.path;
}
