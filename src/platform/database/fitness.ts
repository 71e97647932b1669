import type { ClientBase } from 'pg';
import { readerRole } from './connection.ts';

/** The server or the role cannot hold the record. The message is for the operator and says what to do. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit';
  readonly code:
    | 'database-unreachable'
    | 'database-too-old'
    | 'database-encoding'
    | 'database-rights';

  constructor(code: DatabaseUnfit['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ECONNRESET',
  'EHOSTUNREACH',
  // Wrong password, refused by pg_hba.conf, no such database, starting or stopping.
  '28P01',
  '28000',
  '3D000',
  '57P03',
]);

/**
 * What was thrown, as a sentence for the operator, when it says that the database cannot be used;
 * undefined for anything else. Never with the address: it holds a password.
 */
export function asUnfit(error: unknown): DatabaseUnfit | undefined {
  if (error instanceof DatabaseUnfit) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!unreachable.has(code)) return undefined;
  return new DatabaseUnfit(
    'database-unreachable',
    `The database at DATABASE_URL cannot be used (${code}). Check the address, and that it runs.`,
    { cause: error },
  );
}

interface Facts {
  readonly version: number;
  readonly spoken: string;
  readonly encoding: string;
  readonly may_create: boolean;
  readonly may_make_roles: boolean;
  readonly has_reader: boolean;
  readonly name: string;
  readonly owner: string;
}

const oldest = 15;

/**
 * Asked before the first step of the schema is applied: a step that fails halfway through says less.
 *
 * @throws DatabaseUnfit when PostgreSQL is too old, the database is not UTF-8, or the role may not make
 * what the schema needs.
 */
export async function refuseUnfit(client: ClientBase): Promise<void> {
  const { rows } = await client.query<Facts>(
    `select current_setting('server_version_num')::int / 10000 as version,
       current_setting('server_version') as spoken,
       pg_encoding_to_char(encoding) as encoding,
       has_database_privilege(oid, 'create') as may_create,
       (select rolcreaterole or rolsuper from pg_roles where rolname = current_user)
         as may_make_roles,
       exists (select from pg_roles where rolname = $1
         and pg_has_role(current_user, oid, 'member')) as has_reader,
       quote_ident(datname) as name, quote_ident(current_user) as owner
     from pg_database where datname = current_database()`,
    [readerRole],
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error('a session has no database');
  const { version, spoken, encoding, may_create: mayCreate, name, owner } = facts;
  if (version < oldest) {
    throw new DatabaseUnfit(
      'database-too-old',
      `The database at DATABASE_URL is PostgreSQL ${spoken}; PostgreSQL ${oldest} or newer is needed.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseUnfit(
      'database-encoding',
      `The database ${name} keeps text as ${encoding}, which has no letters for Persian. Make another one: create database ${name} owner ${owner} encoding 'UTF8' template template0`,
    );
  }
  if (!mayCreate) {
    throw new DatabaseUnfit(
      'database-rights',
      `The role ${owner} may not make schemas in the database ${name}. As a superuser run: alter database ${name} owner to ${owner}`,
    );
  }
  if (!facts.may_make_roles && !facts.has_reader) {
    throw new DatabaseUnfit(
      'database-rights',
      `The role ${owner} may not make the role with which public pages read. As a superuser run: alter role ${owner} createrole`,
    );
  }
}
