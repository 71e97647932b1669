import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MiddlewareHandler } from 'hono';
import { createRequestHandler, type RouterContextProvider, type ServerBuild } from 'react-router';
import { readVerifyPage, type VerifyPage } from '../dossier/verify-page.ts';
import { readSealScript, type SealScript } from '../seal/seal-script.ts';
import { staticFiles } from './static-files.ts';

/** The pages as the shell sees them: something that answers requests, and the files they need. */
export interface WebBuild {
  readonly answer: (request: Request, context: RouterContextProvider) => Promise<Response>;
  /** Serves scripts, styles and fonts; hands on what it does not know. */
  readonly files: MiddlewareHandler;
  /** Style sheets of every page, for the pages that are made without React. */
  readonly stylesheets: readonly string[];
  /** The page that checks dossiers without a network; undefined where it was not built. */
  readonly verifyPage?: () => Promise<VerifyPage | undefined>;
  /** Encrypts withheld names in a browser; undefined where it was not built. */
  readonly sealScript?: SealScript | undefined;
}

/**
 * Loads the built pages.
 *
 * @param folder such as `build`, with `client` and `server` in it.
 * @throws when there is no build, or one of another version.
 */
export async function loadWebBuild(folder: string): Promise<WebBuild> {
  const address = pathToFileURL(join(folder, 'server', 'index.js')).href;
  const build = (await import(address)) as ServerBuild;
  const verifyPage = await readVerifyPage(folder);
  return {
    answer: createRequestHandler(build, 'production'),
    files: await staticFiles(join(folder, 'client')),
    stylesheets: build.assets.routes['root']?.css ?? [],
    verifyPage: () => Promise.resolve(verifyPage),
    sealScript: await readSealScript(folder),
  };
}
