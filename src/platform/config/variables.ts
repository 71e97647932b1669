/** One environment variable, as the README tells it. */
export interface Variable {
  readonly name: string;
  /** What holds when it is unset or empty, in words. */
  readonly otherwise: string;
  readonly meaning: string;
  /** Its value carries a password: it is never repeated, not in an error either. */
  readonly secret?: true;
}

/** Every variable the product reads; the README's table is made from this. */
export const variables = [
  { name: 'PORT', otherwise: '8080', meaning: 'Port of the web server.' },
  {
    name: 'HOST',
    otherwise: '127.0.0.1',
    meaning: 'Address it listens on. Another one opens it to the network: put TLS before it.',
  },
  {
    name: 'PUBLIC_URL',
    otherwise: 'http://localhost:PORT',
    meaning:
      'Address under which people reach it, without a path. Must be https or an .onion unless it is this machine.',
  },
  {
    name: 'COUNTERSIGN_DATA',
    otherwise: 'data, in the installation',
    meaning: 'Folder of the database, the preserved files and the master key.',
  },
  {
    name: 'COUNTERSIGN_KEYS',
    otherwise: 'beside COUNTERSIGN_DATA, with -keys after its name',
    meaning:
      'Folder of the key that signs the log, and of what it signed last. Keep it apart from the data and its backups.',
  },
  {
    name: 'LOG_SIGNER_URL',
    otherwise: 'the log is signed here, with the key in COUNTERSIGN_KEYS',
    meaning:
      'Signer on another machine or under another user (countersign log signer serve): http://10.0.0.5:8091, https://…, or unix:/absolute/path of its socket.',
  },
  {
    name: 'LOG_SIGNER_SECRET',
    otherwise: 'none; needed with LOG_SIGNER_URL',
    meaning:
      'File with the secret that signer and instance share; a copy of the one that the signer made.',
  },
  {
    name: 'DATABASE_URL',
    otherwise: 'the PostgreSQL that comes along',
    meaning: 'A PostgreSQL 15 or newer of your own: postgresql://user:password@host/database.',
    secret: true,
  },
  {
    name: 'DATABASE_READ_URL',
    otherwise: 'DATABASE_URL',
    meaning:
      'A read replica for public pages; while it is away or behind, they read from DATABASE_URL.',
    secret: true,
  },
  {
    name: 'BLOBS_URL',
    otherwise: 'the folder blobs in COUNTERSIGN_DATA',
    meaning: 'Where preserved files lie: file:///absolute/folder.',
  },
  {
    name: 'MAIL_URL',
    otherwise: 'mail waits in the outbox page',
    meaning: 'Mail server: smtp://user:password@host:587 or smtps://user:password@host.',
    secret: true,
  },
  {
    name: 'MAIL_FROM',
    otherwise: 'none; needed with MAIL_URL',
    meaning: 'Sender of mail: name@example.org or Name <name@example.org>.',
  },
  {
    name: 'TSA_URLS',
    otherwise: 'the log’s time rests on its countersigners alone',
    meaning:
      'Authorities that timestamp the log (RFC 3161), separated by commas: https://tsa.example.org. Plain http is enough: every answer is verified, and what is sent tells nothing.',
  },
  {
    name: 'TSA_ROOTS',
    otherwise: 'none; needed with TSA_URLS',
    meaning:
      'File with the root certificates of these authorities (PEM). Get them from elsewhere than the authority’s answers.',
  },
  {
    name: 'METRICS_PORT',
    otherwise: 'no metrics',
    meaning: 'Port for Prometheus, on 127.0.0.1 only.',
  },
  {
    name: 'LOG_LEVEL',
    otherwise: 'info',
    meaning: 'Least level that is logged: fatal, error, warn, info, debug, trace or silent.',
  },
  {
    name: 'TRUST_PROXY',
    otherwise: 'false',
    meaning:
      'How many proxies before it set X-Forwarded-For and may be believed: a number, or true for one.',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]['name'];

/** Read by the tests only, so not in the README's table, and yet no typing error. */
export const testVariables: readonly string[] = ['COUNTERSIGN_TEST_DATABASE_URL'];

/** The README's table, in Markdown. */
export function variablesTable(): string {
  const rows = variables.map(
    ({ name, otherwise, meaning }) => `| \`${name}\` | ${otherwise} | ${meaning} |`,
  );
  return ['| Variable | If unset | Meaning |', '|---|---|---|', ...rows, ''].join('\n');
}
