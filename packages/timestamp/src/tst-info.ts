import { readHash, type HashName } from './algorithms.ts';
import type { Bytes } from './bytes.ts';
import { readDer, tags, type DerNode } from './der-reader.ts';
import { allOf, Fields, onlyChild, readBoolean, readCount, readInteger } from './der-values.ts';
import { readObjectIdentifier } from './der-values.ts';
import { TimestampFault } from './fault.ts';
import { readGenTime } from './times.ts';

/** What the authority signed (RFC 3161 §2.4.2, TSTInfo). */
export interface TstInfo {
  /** Identifier of the authority's policy, in dots. */
  readonly policy: string;
  readonly imprint: { readonly hash: HashName; readonly digest: Bytes };
  readonly serialNumber: DerNode;
  /** Milliseconds since 1970; a fraction when the authority is finer. */
  readonly genTimeMs: number;
  /** How far the true moment may lie from genTime, either way. Undefined when not told. */
  readonly accuracyMs: number | undefined;
  readonly nonce: bigint | undefined;
  /** The authority's own name: a GeneralName. */
  readonly tsa: DerNode | undefined;
}

const version = 1n;
/** RFC 3161 is of August 2001; no token is older, and no certificate of today lives to 2100. */
const earliestMs = Date.UTC(2001, 7, 1);
const latestMs = Date.UTC(2100, 0, 1);
/** A moment known to no more than a day proves nothing that we would tell. */
const maxAccuracyMs = 86_400_000;

/** @throws TimestampFault */
export function readTstInfo(bytes: Bytes): TstInfo {
  const fields = new Fields(readDer(bytes));
  if (readInteger(fields.take(tags.integer)) !== version) {
    throw new TimestampFault('version-unsupported', 'TSTInfo of another version');
  }
  const policy = readObjectIdentifier(fields.take(tags.objectIdentifier));
  const imprint = readImprint(fields.take(tags.sequence));
  const serialNumber = fields.take(tags.integer);
  const genTimeMs = readGenTime(fields.take(tags.generalizedTime));
  const accuracyMs = readAccuracy(fields.takeIf(tags.sequence));
  // "ordering" decides nothing about one token.
  fields.takeIf(tags.boolean);
  const nonce = fields.takeIf(tags.integer);
  const tsa = fields.takeIf(0xa0);
  requireNoCritical(fields.takeIf(0xa1));
  fields.end();
  if (genTimeMs < earliestMs || genTimeMs >= latestMs || (accuracyMs ?? 0) > maxAccuracyMs) {
    throw new TimestampFault('time-out-of-range', 'a time no honest authority tells');
  }
  return {
    policy,
    imprint,
    serialNumber,
    genTimeMs,
    accuracyMs,
    nonce: nonce === undefined ? undefined : readInteger(nonce),
    tsa: tsa === undefined ? undefined : onlyOf(tsa),
  };
}

function readImprint(node: DerNode): TstInfo['imprint'] {
  const fields = new Fields(node);
  const hash = readHash(fields.take(tags.sequence));
  const digest = fields.take(tags.octetString).content;
  fields.end();
  return { hash, digest };
}

/** Accuracy: seconds, then thousandths and millionths of one from 1 to 999. */
function readAccuracy(node: DerNode | undefined): number | undefined {
  if (node === undefined) return undefined;
  const fields = new Fields(node);
  const seconds = fields.takeIf(tags.integer);
  const millis = fields.takeIf(0x80);
  const micros = fields.takeIf(0x81);
  fields.end();
  const count = (part: DerNode | undefined) => (part === undefined ? 0 : readCount(part));
  const fractions = [millis, micros].filter((part) => part !== undefined).map(readCount);
  if (fractions.some((fraction) => fraction < 1 || fraction > 999)) throw malformed();
  return count(seconds) * 1000 + count(millis) + count(micros) / 1000;
}

function requireNoCritical(extensions: DerNode | undefined): void {
  if (extensions === undefined) return;
  for (const extension of allOf(extensions, tags.sequence)) {
    const critical = extension.children.find(({ tag }) => tag === tags.boolean);
    if (critical !== undefined && readBoolean(critical)) {
      throw new TimestampFault('extension-unsupported', 'a critical extension of the token');
    }
  }
}

function onlyOf(node: DerNode): DerNode {
  const [child] = node.children;
  if (child === undefined) throw malformed();
  return onlyChild(node, child.tag);
}

function malformed(): TimestampFault {
  return new TimestampFault('structure-malformed', 'TSTInfo of another form');
}
