import { readFileSync } from 'node:fs';

/** `name version` of an installed package, so that a text layer tells what made it. */
export function engineOf(packageName: string): string {
  const file = new URL(`../../../node_modules/${packageName}/package.json`, import.meta.url);
  const version = /"version"\s*:\s*"([^"]{1,50})"/.exec(readFileSync(file, 'utf8'))?.[1];
  return `${packageName} ${version ?? 'of unknown version'}`;
}
