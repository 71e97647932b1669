const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const named = new RegExp(
  `^(?:index\\.html|claims\\.jsonl|policy\\.txt|manifest\\.json|editions/${uuid}\\.json|proofs/${uuid}\\.json|successions/(?:[1-9]|1[0-6])\\.json|timestamps/[1-9]\\d?\\.tst)$`,
);
const uuidAlone = new RegExp(`^${uuid}$`);

export const manifestName = 'manifest.json';
export const pageName = 'index.html';
export const claimsName = 'claims.jsonl';
export const policyName = 'policy.txt';

/** Whether a member may have this name. The set is closed, so that nothing can lead out of a folder. */
export function isMemberName(name: string): boolean {
  return named.test(name);
}

export function isSubject(text: string): boolean {
  return uuidAlone.test(text);
}

export function editionName(subject: string): string {
  return `editions/${subject}.json`;
}

export function proofName(subject: string): string {
  return `proofs/${subject}.json`;
}

/** @param number from 1, the oldest succession first. */
export function successionName(number: number): string {
  return `successions/${number}.json`;
}

/** The subject itself first, then the others by their ids. */
export function orderSubjects(subject: string, all: Iterable<string>): string[] {
  return [subject, ...[...new Set(all)].filter((one) => one !== subject).sort()];
}

/** Names of all members in the order in which they stand. */
export function memberOrder(
  subjects: readonly string[],
  successions: number,
  timestamps: number,
): string[] {
  return [
    pageName,
    claimsName,
    ...subjects.map(editionName),
    ...subjects.map(proofName),
    policyName,
    ...Array.from({ length: successions }, (_, index) => successionName(index + 1)),
    ...Array.from({ length: timestamps }, (_, index) => `timestamps/${index + 1}.tst`),
    manifestName,
  ];
}
