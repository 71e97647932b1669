import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The script that encrypts withheld names in a browser. */
export interface SealScript {
  /** `/assets/seal-….js`: another script has another name. */
  readonly path: string;
  /** As browsers check it: `sha384-…`. Empty while it is worked on. */
  readonly integrity: string;
}

const name = /^seal-[\w-]+\.js$/u;

/** @param folder of the build. @returns undefined where it was not built: names are encrypted here then. */
export async function readSealScript(folder: string): Promise<SealScript | undefined> {
  const assets = join(folder, 'client', 'assets');
  const file = (await readdir(assets)).find((one) => name.test(one));
  if (file === undefined) return undefined;
  return { path: `/assets/${file}`, integrity: integrityOf(await readFile(join(assets, file))) };
}

export function integrityOf(script: Uint8Array): string {
  return `sha384-${createHash('sha384').update(script).digest('base64')}`;
}

/** Its name carries a hash of what is in it. */
export function sealScriptName(script: Uint8Array): string {
  return `seal-${createHash('sha256').update(script).digest('base64url').slice(0, 16)}.js`;
}
