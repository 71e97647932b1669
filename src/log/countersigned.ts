import { sql } from 'kysely';
import { judgeCheckpoint, noQuorum, parseVkey, type Policy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { readCheckpoint, readLogFacts, type LogFacts } from './published-log.ts';

// Everything here works on a reader's connection.

/** The newest published checkpoint and who countersigned it, each signature verified. */
export interface CountersignedCheckpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly publishedAt: Date;
  /** The key of the log that signed it. */
  readonly verifierKey: string;
  readonly countersigned: readonly Countersignature[];
}

/** One countersigner's word, by its own clock. */
export interface Countersignature {
  readonly name: string;
  readonly url: string;
  readonly verifierKey: string;
  readonly at: Date;
}

/** @returns undefined of a log that has published none, or one that its own keys do not verify. */
export async function readCountersigned(db: Db): Promise<CountersignedCheckpoint | undefined> {
  const [checkpoint, facts] = await Promise.all([readCheckpoint(db), readLogFacts(db)]);
  if (checkpoint === undefined) return undefined;
  const verdict = judgeCheckpoint(node, ownPolicy(facts), Buffer.from(checkpoint.note));
  if (!verdict.accepted) return undefined;
  const { origin, size, logKeys, countersigned } = verdict.checkpoint;
  const used = facts.keys.findLast(({ verifierKey }) =>
    logKeys.some(({ keyId }) => parseVkey(node, verifierKey).keyId === keyId),
  );
  if (used === undefined) return undefined;
  return {
    ...{ origin, size, publishedAt: checkpoint.publishedAt, verifierKey: used.verifierKey },
    countersigned: countersigned.flatMap(({ name: index, time }) => {
      const one = facts.countersigners[Number(index)];
      if (one === undefined) return [];
      const { name, url, verifierKey } = one;
      return [{ name, url, verifierKey, at: new Date(Number(time) * 1000) }];
    }),
  };
}

/**
 * Who countersigned the newest published checkpoint, if it holds what the log says of an edition: that
 * it was published, word for word, is then what they vouch for.
 *
 * @param subject a UUID.
 * @returns none where the edition still waits for its place in the log.
 */
export async function countersignersOfEdition(
  db: Db,
  subject: string,
  number: number,
): Promise<readonly Countersignature[]> {
  const [checkpoint, { rows }] = await Promise.all([
    readCountersigned(db),
    sql<{ place: string }>`
      select place from published.log_entry
      where subject = ${subject} and (fields ->> 'number')::integer = ${number}
        and kind in ('edition-published', 'edition-corrected')
      order by place limit 1`.execute(db),
  ]);
  const [entry] = rows;
  const isHeld =
    entry !== undefined && checkpoint !== undefined && BigInt(entry.place) < checkpoint.size;
  return isHeld ? checkpoint.countersigned : [];
}

/** The log's own keys and present countersigners, of whom none is demanded: what they said is looked at. */
export function ownPolicy({ keys, countersigners }: LogFacts): Policy {
  return {
    logs: keys.map(({ verifierKey }) => ({ key: parseVkey(node, verifierKey), url: undefined })),
    witnesses: countersigners.map(({ verifierKey }, index) => ({
      name: String(index),
      key: parseVkey(node, verifierKey),
      url: undefined,
    })),
    groups: [],
    quorum: noQuorum,
  };
}

/**
 * A key as two people compare it by telephone: the 32 bytes of the public key in hexadecimal, in
 * groups of four.
 *
 * @throws ProofError for what is no verifier key.
 */
export function spokenKey(verifierKey: string): string {
  const { publicKey } = parseVkey(node, verifierKey);
  return Buffer.from(publicKey)
    .toString('hex')
    .replaceAll(/.{4}(?=.)/g, '$& ');
}
