import path from 'node:path';
import { logLevels, type LogLevel } from '#platform/logging';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import {
  parseBlobsUrl,
  parseDatabaseUrl,
  parseHops,
  parseHost,
  parseMailbox,
  parseMailUrl,
  parseOneOf,
  parseOrigin,
  parsePort,
  parseSignerUrl,
  parseTsaUrls,
  ValueProblem,
} from './parse-value.ts';
import { Secrets } from './secrets.ts';
import { testVariables, variables, type Variable, type VariableName } from './variables.ts';

/** What the environment says, without secrets. Frozen. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Origin without a slash at the end: "https://record.example.org". */
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute folder of the keys that sign the log; not inside the data. */
  readonly keysDir: string;
  /** Where the log is signed; undefined for here. */
  readonly signerUrl: string | undefined;
  /** Absolute. Set whenever `signerUrl` is. */
  readonly signerSecretFile: string | undefined;
  /** Absolute folder of the preserved files. */
  readonly blobsDir: string;
  readonly mailFrom: string | undefined;
  /** Where timestamps for the log are asked for; empty for nowhere. */
  readonly tsaUrls: readonly string[];
  /** Absolute; PEM. Set whenever `tsaUrls` is not empty. */
  readonly tsaRootsFile: string | undefined;
  /** Unset: no metrics. */
  readonly metricsPort: number | undefined;
  readonly logLevel: LogLevel;
  /** How many proxies' X-Forwarded-For is believed; 0 for none. */
  readonly trustedProxies: number;
}

/** What relative folders are relative to; absolute paths. */
export interface Places {
  /** The installation: home of the default data folder, from wherever the command is called. */
  readonly root: string;
  /** Where the person stands who wrote a relative COUNTERSIGN_DATA or TSA_ROOTS. */
  readonly cwd: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment once. An empty value counts as unset.
 *
 * @throws ConfigError listing every wrong value by its variable, and every COUNTERSIGN_ variable that
 * does not exist (a typing error that would otherwise be ignored in silence).
 */
export function parseConfig(
  env: Environment,
  places: Places = { root: path.resolve(import.meta.dirname, '../../..'), cwd: process.cwd() },
): { config: Config; secrets: Secrets } {
  const { read, problems, add } = reader(env);
  for (const name of unknownVariables(env)) {
    add('unknown', name, 'is not a variable of Countersign; look for a typing error');
  }

  const port = read('PORT', parsePort) ?? 8080;
  const dataDir =
    read('COUNTERSIGN_DATA', (text) => path.resolve(places.cwd, text)) ??
    path.join(places.root, 'data');
  const config: Config = {
    port,
    host: read('HOST', parseHost) ?? '127.0.0.1',
    publicUrl: read('PUBLIC_URL', parseOrigin) ?? `http://localhost:${port}`,
    dataDir,
    keysDir:
      read('COUNTERSIGN_KEYS', (text) => path.resolve(places.cwd, text)) ?? `${dataDir}-keys`,
    signerUrl: read('LOG_SIGNER_URL', parseSignerUrl),
    signerSecretFile: read('LOG_SIGNER_SECRET', (text) => path.resolve(places.cwd, text)),
    blobsDir: read('BLOBS_URL', parseBlobsUrl) ?? path.join(dataDir, 'blobs'),
    mailFrom: read('MAIL_FROM', parseMailbox),
    tsaUrls: read('TSA_URLS', parseTsaUrls) ?? [],
    tsaRootsFile: read('TSA_ROOTS', (text) => path.resolve(places.cwd, text)),
    metricsPort: read('METRICS_PORT', parsePort),
    logLevel: read('LOG_LEVEL', (text) => parseOneOf(text, logLevels)) ?? 'info',
    trustedProxies: read('TRUST_PROXY', parseHops) ?? 0,
  };
  const secrets = new Secrets({
    databaseUrl: read('DATABASE_URL', parseDatabaseUrl),
    databaseReadUrl: read('DATABASE_READ_URL', parseDatabaseUrl),
    mailUrl: read('MAIL_URL', parseMailUrl),
  });

  if (config.metricsPort === port) add('invalid', 'METRICS_PORT', 'must differ from PORT');
  if (isSet(env, 'MAIL_URL') && !isSet(env, 'MAIL_FROM')) {
    add('missing', 'MAIL_FROM', 'must be set together with MAIL_URL');
  }
  if (isSet(env, 'DATABASE_READ_URL') && !isSet(env, 'DATABASE_URL')) {
    add('missing', 'DATABASE_URL', 'must be set together with DATABASE_READ_URL');
  }
  if (isSet(env, 'LOG_SIGNER_URL') !== isSet(env, 'LOG_SIGNER_SECRET')) {
    const [absent, present] = isSet(env, 'LOG_SIGNER_URL')
      ? (['LOG_SIGNER_SECRET', 'LOG_SIGNER_URL'] as const)
      : (['LOG_SIGNER_URL', 'LOG_SIGNER_SECRET'] as const);
    add('missing', absent, `must be set together with ${present}`);
  }
  if (isSet(env, 'TSA_URLS') && !isSet(env, 'TSA_ROOTS')) {
    add('missing', 'TSA_ROOTS', 'must be set together with TSA_URLS');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { config: Object.freeze(config), secrets };
}

/** Collects what is wrong, so that the operator mends all of it in one go. */
function reader(env: Environment) {
  const problems: ConfigProblem[] = [];
  const add = (code: ConfigProblem['code'], variable: string, rest: string) => {
    problems.push({ code, variable, sentence: `${variable} ${rest}.` });
  };
  const read = <Value>(name: VariableName, parse: (text: string) => Value): Value | undefined => {
    const text = env[name];
    if (text === undefined || text === '') return undefined;
    try {
      if (text.trim() !== text) throw new ValueProblem('must not begin or end with a space');
      return parse(text);
    } catch (error) {
      if (!(error instanceof ValueProblem)) throw error;
      add(error.notYet ? 'not-yet' : 'invalid', name, `${error.message}${found(name, text)}`);
      return undefined;
    }
  };
  return { read, problems, add };
}

/** The value, for the operator to recognise, unless it may hold a password. */
function found(name: VariableName, text: string): string {
  const variable: Variable | undefined = variables.find((each) => each.name === name);
  const mayHoldPassword = variable?.secret === true || text.includes('@');
  return mayHoldPassword ? '' : ` (found ${JSON.stringify(text.slice(0, 80))})`;
}

function unknownVariables(env: Environment): string[] {
  const known = new Set<string>([...variables.map((variable) => variable.name), ...testVariables]);
  return Object.keys(env).filter((name) => name.startsWith('COUNTERSIGN_') && !known.has(name));
}

function isSet(env: Environment, name: VariableName): boolean {
  return env[name] !== undefined && env[name] !== '';
}
