import { firstRunToken } from '#accounts';
import { KeyProblem } from '@countersign/countersigner/node';
import { ConfigError, parseConfig, type Config, type Secrets } from '#platform/config';
import { asUnfit } from '#platform/database';
import { LogError } from '#log';
import { onStopRequest } from '#platform/lifetime';
import { createLog, type Log } from '#platform/logging';
import { PostgresError } from '#platform/postgres';
import { KeyFileError } from '#platform/sealing';
import { openHouse } from './house.ts';
import { openDoor, type DoorOptions } from './door.ts';

/** Sentences for the person who started it; the log is for whoever reads it later. */
function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

interface Pages extends Pick<DoorOptions, 'web' | 'before' | 'keepPages'> {
  close?(): Promise<void>;
}

/** The built pages; under `--development PORT` straight from their sources, reloaded as they are saved. */
async function openPages(): Promise<Pages> {
  const [, , mode, socketPort] = process.argv;
  if (mode === '--development') {
    const { developmentWeb } = await import('../scripts/development-web.ts');
    return { ...(await developmentWeb(Number(socketPort))), keepPages: false };
  }
  const { ensureWebBuilt } = await import('../scripts/build-web.ts');
  const { loadWebBuild } = await import('./web/http/index.ts');
  const { folder, built } = await ensureWebBuilt();
  if (built) say('Pages built.');
  return { web: await loadWebBuild(folder) };
}

async function start(config: Config, secrets: Secrets, log: Log): Promise<() => Promise<void>> {
  const onGone = (error: Error) => {
    explain(error, log);
    process.exit(1);
  };
  const house = await openHouse({ config, secrets, log, say, onGone });
  try {
    const pages = await openPages();
    const door = await openDoor({ house, config, log, ...pages });
    say(`Countersign is at ${config.publicUrl}`);
    const token = await firstRunToken(house.database.main.db);
    if (token !== undefined) {
      const link = new URL('/account/first', config.publicUrl);
      // In the fragment, which no server, proxy or log ever sees; only scripts read it, so the code
      // stands beside it for browsers that run none.
      link.hash = token;
      say(`Nobody has an account yet. Create yours: ${link.href}`);
      say(`If the page asks for the code, it is ${token}`);
    }
    return async () => {
      await door.stop();
      await pages.close?.();
      await house.close();
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

function explain(error: unknown, log: Log): void {
  const isExpected =
    error instanceof ConfigError ||
    error instanceof KeyProblem ||
    error instanceof LogError ||
    error instanceof PostgresError ||
    error instanceof KeyFileError;
  const unfit = asUnfit(error);
  if (unfit !== undefined) process.stderr.write(`${unfit.message}\n`);
  else if (isExpected) process.stderr.write(`${error.message}\n`);
  else if (isPortTaken(error)) process.stderr.write(`${error.message}\nSet PORT to another one.\n`);
  else log.error('could not start', { error });
}

function isPortTaken(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function main(): Promise<void> {
  let log = createLog({ level: 'info' });
  try {
    const { config, secrets } = parseConfig(process.env);
    log = createLog({ level: config.logLevel });
    // The umask of whoever starts it must not open the data to others.
    process.umask(0o077);
    const starting = start(config, secrets, log);
    const end = (code: number) => process.exit(code);
    onStopRequest(
      () => {
        starting
          .then((stop) => stop())
          .then(
            () => end(0),
            (error: unknown) => {
              log.error('did not stop cleanly', { error });
              end(1);
            },
          );
      },
      () => end(1),
    );
    await starting;
  } catch (error) {
    explain(error, log);
    process.exit(1);
  }
}

await main();
