/** How much the cluster is worth. */
export type Durability =
  /** Every acknowledged commit survives a power cut. */
  | 'full'
  /** For tests: a cut may ruin the cluster. */
  | 'none';

/**
 * postgresql.conf, written anew at each start. `local.conf` beside the cluster is read last, for an
 * operator with a bigger machine.
 */
export function serverSettings(durability: Durability): string {
  const settings = {
    ...reachable,
    ...small,
    ...(durability === 'full' ? durable : forTests),
    ...behaviour,
    ...quietLog,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  return [
    '# Written by Countersign at each start. Put settings of your own into ../local.conf.',
    ...lines,
    "include_if_exists = '../local.conf'",
    '',
  ].join('\n');
}

/** Nobody without a password, and nobody over a network. */
export const hostAuthentication = 'local all all scram-sha-256\n';

/** A private socket only; its folder is given on the command line because it changes. */
const reachable = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  max_connections: '60',
  superuser_reserved_connections: '3',
};

/** For a small server or a laptop: idle together with Node below 350 MB. */
const small = {
  shared_buffers: '64MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  autovacuum_max_workers: '2',
  // A wave of signatures fills an empty table in less than the usual minute; plans that were kept for an empty one
  // would read all of it for each.
  autovacuum_naptime: '5s',
  max_worker_processes: '6',
  max_logical_replication_workers: '0',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  // PostgreSQL 18 starts three I/O workers by default; on a laptop's load they only take memory.
  io_method: 'sync',
  // Compiling costs more than it saves on queries of milliseconds.
  jit: 'off',
};

const durable = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  wal_compression: 'on',
  min_wal_size: '64MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '10min',
  checkpoint_completion_target: '0.9',
};

const forTests = {
  // Several houses stand at once, each with pools of its own.
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '64MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '1h',
  // Its workers belong to the superuser: one in a database that a test drops would make that fail.
  autovacuum: 'off',
};

const behaviour = {
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  DateStyle: 'ISO, YMD',
  default_text_search_config: 'pg_catalog.simple',
  // A migration that creates the read role may then use it ("set role"), as a superuser could.
  createrole_self_grant: 'set, inherit',
  // A transaction forgotten open would hold back vacuum for ever.
  idle_in_transaction_session_timeout: '10min',
};

/**
 * The log is for the operator's eyes and leaves the house in bug reports, so no value of any row may
 * get into it: names of people at risk are in the rows. `quietDatabase` closes the last hole.
 */
const quietLog = {
  logging_collector: 'on',
  log_directory: '../log',
  // One file per weekday, overwritten after a week.
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_file_mode: '0600',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'warning',
  // DETAIL says "Key (email)=(…) already exists" and "Failing row contains (…)"; CONTEXT cites
  // COPY lines with their values.
  log_error_verbosity: 'terse',
  // STATEMENT repeats the failed query with every literal in it.
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_duration: 'off',
  // Bound parameters are the values themselves.
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  // These repeat the waiting or spilling statement.
  log_lock_waits: 'off',
  log_temp_files: '-1',
  log_connections: '',
  log_disconnections: 'off',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

/**
 * For one database: errors of its sessions are not logged at all, because the message itself carries
 * values ("invalid input syntax for type integer: …"). The application gets these errors and logs
 * their codes. Errors of PostgreSQL's own processes stay in the log (level `log` is above `error`).
 */
export function quietDatabase(database: string): string {
  return `alter database ${database} set log_min_messages = 'log'`;
}
