import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// Here, Node and the bundler read a package's TypeScript as it is. Elsewhere nothing strips types under
// node_modules, so that what is published is built: `npm run build -w packages/proof`, then
// `npm publish packages/proof/build`.

const root = path.resolve(import.meta.dirname, '..');

interface Manifest {
  readonly private?: boolean;
  readonly scripts?: unknown;
  readonly exports: Readonly<Record<string, string>>;
}

/**
 * Builds `packages/<name>` into a folder that can be published as it is: JavaScript, declarations, its
 * README and licence, and a manifest whose exports name what was built.
 *
 * @param out the folder, by default `packages/<name>/build`; what was in it is removed.
 * @throws Error with the compiler's own words if the package does not compile.
 */
export function buildPackage(name: string, out?: string): void {
  const folder = path.join(root, 'packages', name);
  const target = out ?? path.join(folder, 'build');
  rmSync(target, { recursive: true, force: true });
  const compiler = path.join(root, 'node_modules/.bin/tsc');
  const config = path.join(folder, 'tsconfig.build.json');
  const args = [compiler, '-p', config, '--outDir', target];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} does not compile:\n${stdout}`);
  for (const file of ['README.md', 'LICENSE']) {
    cpSync(path.join(folder, file), path.join(target, file));
  }
  const source = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { private: _private, scripts: _scripts, ...manifest } = JSON.parse(source) as Manifest;
  const built = { ...manifest, exports: builtExports(manifest.exports) };
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(built, undefined, 2)}\n`);
}

/** `./src/index.ts` becomes `./index.js`, with its types before it. */
function builtExports(exports: Manifest['exports']): object {
  const entries = Object.entries(exports).map(([door, source]) => {
    const file = source.replace(/^\.\/src\//, './').replace(/\.ts$/, '');
    return [door, { types: `${file}.d.ts`, default: `${file}.js` }];
  });
  return Object.fromEntries(entries);
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  if (name === undefined) throw new Error('Usage: build-package.ts PACKAGE');
  buildPackage(name);
}
