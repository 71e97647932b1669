import path from 'node:path';

/** The files of the embedded PostgreSQL in a data folder; absolute paths. */
export interface PostgresLayout {
  readonly dataDir: string;
  readonly folder: string;
  /** PGDATA. */
  readonly cluster: string;
  /** Where initdb works, so that a cluster half made is never taken for a whole one. */
  readonly unfinished: string;
  readonly password: string;
  /** See `RunningFile`. */
  readonly running: string;
  readonly logs: string;
  /** What PostgreSQL says before its own log is open. */
  readonly startLog: string;
  /** Settings of the operator, read after ours. */
  readonly operatorSettings: string;
}

export function layoutIn(dataDir: string): PostgresLayout {
  const absolute = path.resolve(dataDir);
  const folder = path.join(absolute, 'postgres');
  return {
    dataDir: absolute,
    folder,
    cluster: path.join(folder, 'cluster'),
    unfinished: path.join(folder, 'cluster.unfinished'),
    password: path.join(folder, 'password'),
    running: path.join(folder, 'running.json'),
    logs: path.join(folder, 'log'),
    startLog: path.join(folder, 'log', 'start.log'),
    operatorSettings: path.join(folder, 'local.conf'),
  };
}
