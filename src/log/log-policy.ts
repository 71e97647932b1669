import { formatPolicy, parseVkey } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { LogFacts } from './published-log.ts';

/**
 * The policy of this log as it sees itself (C2SP tlog-policy): its key, its countersigners, how many of
 * them. A stranger should get it, or another, from somewhere else than this log.
 *
 * @param url of the log, for monitors.
 * @returns undefined before the log has a key.
 */
export function logPolicy(
  { keys, countersigners, quorum }: LogFacts,
  url: string,
): string | undefined {
  if (keys.length === 0) return undefined;
  const witnesses = countersigners.map(({ verifierKey, url: at }, index) => ({
    name: `countersigner-${index + 1}`,
    key: parseVkey(node, verifierKey),
    url: at,
  }));
  const threshold = Math.min(quorum, witnesses.length);
  const members = witnesses.map(({ name }) => name);
  const hasQuorum = threshold > 0;
  const policy = {
    logs: keys.map(({ verifierKey }) => ({ key: parseVkey(node, verifierKey), url })),
    witnesses,
    groups: hasQuorum ? [{ name: 'countersigners', threshold, members }] : [],
    quorum: hasQuorum ? 'countersigners' : 'none',
  };
  const text = Buffer.from(formatPolicy(node, policy)).toString('utf8');
  const called = new Map(countersigners.map(({ name }, index) => [members[index], name]));
  return text.replaceAll(/^witness (\S+) /gmu, (line, name: string) => {
    const said = oneLine(called.get(name) ?? '');
    return said === '' ? line : `# ${name} is ${said}\n${line}`;
  });
}

/** A name that people chose, as a comment may hold it. */
function oneLine(name: string): string {
  return name.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
