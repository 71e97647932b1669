import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { unpackedChromium, type ChromiumExecutable } from './chromium-archive.ts';
import { privateCacheFolder, type CacheEnvironment } from './private-cache.ts';
import { preparedSystemFonts } from './system-fonts.ts';

/**
 * Starts a Chromium for tests: headless, without a profile, cut off from every host but this one,
 * with Latin and Persian fonts, web security and – where the system allows it – the sandbox on.
 * Linux x64 uses the one from npm; elsewhere, or to try another, `COUNTERSIGN_CHROMIUM` names one.
 * The caller closes it.
 *
 * @throws Error that says what to do when this platform has no Chromium.
 */
export async function launchChromium(env: CacheEnvironment = process.env): Promise<Browser> {
  const root = await privateCacheFolder(env);
  const executable = await findChromium(env, root);
  const browserEnv = await environmentOf(env, root, executable);
  const launch = (sandbox: boolean): Promise<Browser> =>
    chromium.launch({
      executablePath: executable.path,
      chromiumSandbox: sandbox,
      args: [...flags],
      env: browserEnv,
    });
  // Chromium refuses to run a sandbox as root.
  if (process.getuid?.() === 0) return launch(false);
  try {
    return await launch(true);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('No usable sandbox'))) throw error;
    return launch(false);
  }
}

const flags = [
  // Names of other hosts do not resolve: a test that needs the network fails, on every machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
  '--disable-background-networking',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  // The same pixels on every machine.
  '--font-render-hinting=none',
] as const;

const systemChromiums = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

async function findChromium(env: CacheEnvironment, root: string): Promise<ChromiumExecutable> {
  const named = env['COUNTERSIGN_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return { path: named };
    throw new Error(`COUNTERSIGN_CHROMIUM: "${named}" is not an executable file`);
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium(root);
  for (const path of systemChromiums) {
    if (await isExecutable(path)) return { path };
  }
  throw new Error(
    `no Chromium for ${process.platform} ${process.arch}: install one, ` +
      'or set COUNTERSIGN_CHROMIUM to the path of its executable',
  );
}

// Only what a browser needs: secrets in the environment of the tests stay out of it.
async function environmentOf(
  env: CacheEnvironment,
  root: string,
  executable: ChromiumExecutable,
): Promise<Record<string, string>> {
  const home = join(root, 'home');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const result: Record<string, string> = {
    PATH: env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    XDG_CACHE_HOME: join(root, 'home'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
  if (env['TMPDIR'] !== undefined) result['TMPDIR'] = env['TMPDIR'];
  if (process.platform === 'linux') result['FONTCONFIG_FILE'] = await preparedSystemFonts(root);
  if (executable.libraries !== undefined) result['LD_LIBRARY_PATH'] = executable.libraries;
  return result;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
