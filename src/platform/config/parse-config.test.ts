import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from './index.ts';

const places = { root: '/srv/countersign', cwd: '/home/someone' };
const parse = (env: Record<string, string>) => parseConfig(env, places);

function problemsOf(env: Record<string, string>): string[] {
  try {
    parse(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => `${problem.code} ${problem.variable}`);
  }
}

test('without any variable it serves this machine from the installation', () => {
  const { config, secrets } = parse({ HOME: '/root', PATH: '/bin' });
  expect(config).toEqual({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    dataDir: '/srv/countersign/data',
    keysDir: '/srv/countersign/data-keys',
    blobsDir: '/srv/countersign/data/blobs',
    mailFrom: undefined,
    tsaUrls: [],
    tsaRootsFile: undefined,
    metricsPort: undefined,
    logLevel: 'info',
    trustedProxies: 0,
  });
  expect(Object.isFrozen(config)).toBe(true);
  expect(secrets.databaseUrl).toBeUndefined();
});

test('takes every variable', () => {
  const { config, secrets } = parse({
    PORT: '3000',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://record.example.org/',
    COUNTERSIGN_DATA: 'here',
    DATABASE_URL: 'postgresql://a:b@db.example.org/c',
    DATABASE_READ_URL: 'postgres://a:b@replica.example.org/c',
    BLOBS_URL: 'file:///mnt/preserved%20files',
    MAIL_URL: 'smtps://a:b@mail.example.org',
    MAIL_FROM: 'The Record <record@example.org>',
    TSA_URLS: 'https://tsa.example.org/tsr, http://time.example.net,https://tsa.example.org/tsr',
    TSA_ROOTS: 'roots.pem',
    METRICS_PORT: '9100',
    LOG_LEVEL: 'warn',
    TRUST_PROXY: '2',
  });
  expect(config).toEqual({
    port: 3000,
    host: '0.0.0.0',
    publicUrl: 'https://record.example.org',
    dataDir: '/home/someone/here',
    keysDir: '/home/someone/here-keys',
    blobsDir: '/mnt/preserved files',
    mailFrom: 'The Record <record@example.org>',
    tsaUrls: ['https://tsa.example.org/tsr', 'http://time.example.net/'],
    tsaRootsFile: '/home/someone/roots.pem',
    metricsPort: 9100,
    logLevel: 'warn',
    trustedProxies: 2,
  });
  expect(secrets.databaseUrl).toBe('postgresql://a:b@db.example.org/c');
  expect(secrets.databaseReadUrl).toBe('postgres://a:b@replica.example.org/c');
  expect(secrets.mailUrl).toBe('smtps://a:b@mail.example.org');
});

describe('a wrong value is refused by the name of its variable', () => {
  const wrong: Record<string, readonly string[]> = {
    PORT: ['0', '65536', '80a', '8080.0', '-1', ' 80', '1e3', '0x50'],
    HOST: ['999.1.1.1', 'a b', '-a', 'http://x', '1.2.3'],
    PUBLIC_URL: [
      'http://record.example.org',
      'https://example.org/path',
      'https://example.org/?a',
      'https://example.org?',
      'https://example.org#',
      'https://u:p@example.org',
      'http://localhost.example.org',
      'http://127.0.0.1.example.org',
      'http://192.168.1.4',
      'ftp://example.org',
      'example.org',
      'https://exa\nmple.org',
    ],
    DATABASE_URL: ['mysql://a@b/c', 'localhost', 'postgresql//x'],
    BLOBS_URL: ['data', 'file:data', 'file://host/x', 'file:///x?y', 'https://x.example'],
    MAIL_URL: ['mail.example.org', 'http://mail.example.org', 'smtp://'],
    MAIL_FROM: ['someone', 'a@b@c', 'A <a@b>\nBcc: x@y', 'A <a b@c>'],
    TSA_URLS: [
      'tsa.example.org',
      'ftp://tsa.example.org',
      'https://a.example,',
      'https://a.example;https://b c.example',
      'https://user:password@tsa.example.org',
    ],
    METRICS_PORT: ['off', '8080'],
    LOG_LEVEL: ['verbose', 'INFO'],
    TRUST_PROXY: ['yes', '11', '-1', 'TRUE', '1.5'],
  };
  test.each(Object.entries(wrong))('%s', (name, values) => {
    // What the variable must come with, so that the value alone is at fault.
    const companions: Record<string, Record<string, string>> = {
      MAIL_URL: { MAIL_FROM: 'a@example.org' },
      TSA_URLS: { TSA_ROOTS: 'roots.pem' },
    };
    const rest = companions[name] ?? {};
    for (const value of values) {
      expect([value, ...problemsOf({ ...rest, [name]: value })]).toEqual([
        value,
        `invalid ${name}`,
      ]);
    }
  });
});

test.each([
  ['PUBLIC_URL', 'http://localhost:8081'],
  ['PUBLIC_URL', 'http://127.0.0.1:8081'],
  ['PUBLIC_URL', 'http://[::1]:8081'],
  ['PUBLIC_URL', 'http://desk.localhost'],
  ['PUBLIC_URL', 'http://abcdefghijklmnop.onion'],
  ['HOST', '::1'],
  ['HOST', 'record.example.org'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '0'],
  ['MAIL_FROM', 'a@example.org'],
  ['PORT', ''],
  ['COUNTERSIGN_TEST_DATABASE_URL', 'postgresql://a/b'],
])('%s=%s is taken', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([]);
});

test('names all that is wrong at once, a typing error too', () => {
  const env = { PORT: 'x', LOG_LEVEL: 'y', COUNTERSIGN_DATE: '/srv', BLOBS_URL: 's3://bucket' };
  expect(problemsOf(env)).toEqual([
    'unknown COUNTERSIGN_DATE',
    'invalid PORT',
    'not-yet BLOBS_URL',
    'invalid LOG_LEVEL',
  ]);
});

test('what belongs together must come together', () => {
  expect(problemsOf({ MAIL_URL: 'smtp://mail.example.org' })).toEqual(['missing MAIL_FROM']);
  expect(problemsOf({ DATABASE_READ_URL: 'postgres://a/b' })).toEqual(['missing DATABASE_URL']);
  expect(problemsOf({ TSA_URLS: 'http://tsa.example.org' })).toEqual(['missing TSA_ROOTS']);
});

test('never throws anything but a ConfigError, and repeats no secret in it', () => {
  const name = fc.constantFrom('DATABASE_URL', 'DATABASE_READ_URL', 'MAIL_URL');
  fc.assert(
    fc.property(
      name,
      fc.string(),
      fc.stringMatching(/^[a-z0-9]{12,20}$/),
      (variable, start, secret) => {
        try {
          parse({ [variable]: `${start}:${secret}@x` });
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(String(error)).not.toContain(secret);
        }
      },
    ),
  );
});
