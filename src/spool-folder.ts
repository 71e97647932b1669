import path from 'node:path';
import type { Config } from '#platform/config';

/** Where signatures wait for the database. A backup leaves it out: it is drained before one can be made. */
export function spoolFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return path.resolve(dataDir, 'spool');
}
