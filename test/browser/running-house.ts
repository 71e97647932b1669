import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from '#platform/database';
import {
  createAccount,
  makeToken,
  sessionCookie,
  type Actor,
  type Role,
  firstRunToken,
} from '#accounts';
import { parseConfig, Secrets, type Config } from '#platform/config';
import type { Locale } from '#platform/languages';
import { createLog } from '#platform/logging';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { openDoor } from '../../src/door.ts';
import { openHouse, type RunningHouse } from '../../src/house.ts';
import { loadWebBuild } from '../../src/web/http/index.ts';
import { createTestDatabase } from '../database/index.ts';

/** Who works in the house of a test. */
export interface PersonWanted {
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly locale?: Locale;
  /** Sessions of administrators that showed one factor reach only the page that adds another. */
  readonly factors?: 1 | 2;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly url: string;
}

export interface SignedInPerson {
  readonly actor: Actor;
  readonly email: string;
  /** For `context.addCookies`. */
  readonly cookies: Cookie[];
}

/** The whole server in this process: its database, its pages, a port of its own. */
export interface TestHouse {
  /** Such as `http://localhost:40123`: a host that browsers trust, so passkeys work. */
  readonly origin: string;
  readonly house: RunningHouse;
  /** Everything it wrote to its log, as JSON lines; for tests of what must not be in it. */
  logged(): string;
  /** The code of the first-run link; undefined when there is an account. */
  firstRunCode(): Promise<string | undefined>;
  /** Makes an account and a session of it, past the sign-in page. */
  signIn(person?: PersonWanted): Promise<SignedInPerson>;
  stop(): Promise<void>;
}

/**
 * Opens a house on a fresh test database and a free port, with the built pages (built first when
 * they are stale). Stop it after the tests; nothing is left behind.
 *
 * @param overrides of the configuration, such as `trustedProxies`.
 * @param mailUrl of a mail server; without it mails wait in the outbox.
 */
export async function openTestHouse(
  overrides: Partial<Config> = {},
  mailUrl?: string,
): Promise<TestHouse> {
  const [{ folder }, database, dataDir] = await Promise.all([
    ensureWebBuilt(),
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'countersign-house-')),
  ]);
  const port = await freePort();
  const config = { ...configFor(port, dataDir), ...overrides };
  const secrets = new Secrets({
    databaseUrl: addressOf(database.options),
    databaseReadUrl: undefined,
    mailUrl,
  });
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: 'debug', destination });
  const house = await openHouse({ config, secrets, log, say: () => {}, onGone: () => {} });
  const door = await openDoor({ house, config, log, web: await loadWebBuild(folder) });
  const { db } = house.database.main;
  return {
    origin: config.publicUrl,
    house,
    logged: () => lines.join(''),
    firstRunCode: () => firstRunToken(db),
    signIn: (person = {}) => signIn(house, config.publicUrl, person),
    async stop() {
      await door.stop();
      await house.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
      await rm(config.keysDir, { recursive: true, force: true });
    },
  };
}

function configFor(port: number, dataDir: string): Config {
  return parseConfig({ PORT: String(port), COUNTERSIGN_DATA: dataDir }).config;
}

// The public address names the port, so it must be known before the house opens.
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

// The configuration knows addresses only; a socket folder goes into the query.
function addressOf(options: ConnectionOptions): string {
  if (options.connectionString !== undefined) return options.connectionString;
  const url = new URL(`postgresql://localhost/${options.database ?? ''}`);
  url.username = options.user ?? '';
  if (typeof options.password === 'string') url.password = encodeURIComponent(options.password);
  url.searchParams.set('host', options.host ?? '');
  url.searchParams.set('port', String(options.port ?? 5432));
  return url.href;
}

let people = 0;

async function signIn(
  house: RunningHouse,
  origin: string,
  { name, roles, locale = 'en', factors = 2 }: PersonWanted,
): Promise<SignedInPerson> {
  const { db } = house.database.main;
  people += 1;
  const email = `person-${people}@example.org`;
  const token = makeToken();
  const actor = await db.transaction().execute(async (tx) => {
    const made = await createAccount(tx, {
      name: name ?? `Person ${people}`,
      email,
      roles: roles ?? ['administrator', 'documenter', 'reviewer'],
      inTeam: true,
      locale,
    });
    const token_hash = createHash('sha256').update(token).digest();
    await tx
      .insertInto('session')
      .values({ account_id: made.accountId, token_hash, factors })
      .execute();
    return made;
  });
  const cookie = sessionCookie(new URL(origin)).name;
  return { actor, email, cookies: [{ name: cookie, value: token, url: origin }] };
}
