import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One HTML file that needs no network, and the policy that lets exactly its own script run. */
export interface VerifyPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** Where the build puts it, under the folder of the build. */
export const verifyPageFile = 'verify/verify.html';

/**
 * @returns undefined when it was not built.
 * @throws what the system says of a file that is there and cannot be read.
 */
export async function readVerifyPage(folder: string): Promise<VerifyPage | undefined> {
  try {
    return verifyPageOf(await readFile(join(folder, verifyPageFile), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file with the policy that it carries for `file://`, where no header says it. */
export function verifyPageOf(html: string): VerifyPage {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  if (policy === undefined) throw new Error('the verification page carries no policy');
  return { html, contentSecurityPolicy: policy };
}
