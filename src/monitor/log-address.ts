import { parsePolicy, ProofError, type Policy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { z } from 'zod';
import { MonitorError, news, type Finding } from './finding.ts';
import type { LogReader } from './log-reader.ts';
import { sha256, type StateFolder } from './monitor-state.ts';

/** The origin of an address as it was typed. @throws MonitorError `address-bad`. */
export function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isWeb || url.username !== '' || url.password !== '') {
    throw new MonitorError('address-bad', 'Give the address of a log: https://log.example');
  }
  return url.origin;
}

const description = z.object({ v: z.literal(1), log: z.string().max(2048) });

/** The path below which the log lies, by its description. @throws MonitorError. */
export async function findLog(reader: LogReader, origin: string): Promise<string> {
  const bytes = await reader.find('/.well-known/countersign.json', 'description');
  const said = description.safeParse(bytes === undefined ? undefined : parsedJson(bytes));
  const log = said.success && URL.canParse(said.data.log) ? new URL(said.data.log) : undefined;
  if (log === undefined) {
    throw new MonitorError('no-log', `${origin} does not say that it has a log of Countersign.`);
  }
  if (log.origin !== origin) {
    throw new MonitorError('elsewhere', `The log of ${origin} lies at ${log.origin}. Watch that.`);
  }
  return log.pathname.endsWith('/') ? log.pathname : `${log.pathname}/`;
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Whose word counts, and where that is from. */
export interface Trust {
  readonly policy: Policy;
  /** `given` by the person, `kept` from the first run, or taken over in this `first` run. */
  readonly from: 'given' | 'kept' | 'first';
  /** SHA-256 of the policy that is served now; null when none is. */
  readonly served: string | null;
  readonly findings: readonly Finding[];
  /** To keep once a checkpoint was accepted under it. */
  readonly bytes: Uint8Array;
}

/** @throws MonitorError `policy-bad`, `no-log`. */
export async function findTrust(
  reader: LogReader,
  prefix: string,
  folder: StateFolder,
  given: Uint8Array | undefined,
  servedBefore: string | null,
): Promise<Trust> {
  const served = await reader.find(`${prefix}policy`, 'policy');
  const kept = given ?? (await folder.policy());
  const bytes = kept ?? served;
  if (bytes === undefined) {
    throw new MonitorError('no-log', 'This log serves no policy yet; name one with --policy.');
  }
  const hash = served === undefined ? null : sha256(served);
  const isOther = servedBefore !== null && servedBefore !== hash;
  return {
    policy: parsed(bytes),
    from: given === undefined ? (kept === undefined ? 'first' : 'kept') : 'given',
    served: hash,
    findings: isOther ? [news('policy-changed')] : [],
    bytes,
  };
}

function parsed(bytes: Uint8Array): Policy {
  try {
    return parsePolicy(node, bytes);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new MonitorError('policy-bad', `The policy cannot be used: ${error.message}`, {
      cause: error,
    });
  }
}
