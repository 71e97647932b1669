// Takes out of package-lock.json the optional packages that the registry did not have when it was
// written (builds for other platforms, published late). npm leaves such a package out of the lockfile
// but keeps the mention of it, and then `npm ci` refuses the lockfile it wrote itself ("Missing: …@
// from lock file"). Run after every `npm install` that changes dependencies.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { danglingOptionals } from './run/lockfile.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(root, 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const dangling = danglingOptionals(lockfile.packages);
for (const { where, name } of dangling) delete lockfile.packages[where].optionalDependencies[name];
if (dangling.length > 0) writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
process.stdout.write(`${dangling.length} mentions of missing optional packages taken out\n`);
