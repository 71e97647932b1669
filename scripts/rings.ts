import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

// The dependency rule of ARCHITECTURE.md: a room imports only from floors below it, and another room
// only through its face. Run by the tests; prints each broken import and exits 1.

interface Room {
  /** Folder, relative to the root; or the one file that is a composition root by itself. */
  readonly folder: string;
  readonly floor: number;
}

// The first match holds, so that a room inside another comes before it.
const rooms: readonly Room[] = [
  { folder: 'packages/proof/src/node.ts', floor: 0.5 },
  { folder: 'packages/proof', floor: 0 },
  { folder: 'packages/countersigner', floor: 0.7 },
  { folder: 'packages/timestamp', floor: 0 },
  { folder: 'packages/dossier', floor: 0 },
  { folder: 'packages/letter', floor: 0 },
  { folder: 'packages/withheld', floor: 0 },
  ...['errors', 'clock', 'lifetime', 'languages', 'logging', 'calendar', 'sealing', 'config'].map(
    platformRoom,
  ),
  ...[
    'batching',
    'database',
    'postgres',
    'blobs',
    'jobs',
    'mail',
    'metrics',
    'outbound',
    'spool',
  ].map(platformRoom),
  { folder: 'src/accounts', floor: 2 },
  { folder: 'src/log', floor: 2.5 },
  { folder: 'src/editions', floor: 3 },
  { folder: 'src/evidence', floor: 3.5 },
  { folder: 'src/record', floor: 4 },
  { folder: 'src/letters', floor: 5 },
  { folder: 'src/publish', floor: 6 },
  { folder: 'src/backup', floor: 6 },
  { folder: 'src/monitor', floor: 6 },
  { folder: 'src/web', floor: 7 },
  { folder: 'src/sample', floor: 7 },
  { folder: 'src/cli/main.ts', floor: 9 },
  { folder: 'src/cli', floor: 8 },
  { folder: 'src', floor: 9 },
];

/** Before the name of each package of this repository. */
// Rooms of the platform may use each other through their faces; a cycle among them is refused by the
// linter.
function platformRoom(name: string): Room {
  return { folder: `src/platform/${name}`, floor: 1 };
}

function roomOf(file: string): Room | undefined {
  return rooms.find(({ folder }) => file === folder || file.startsWith(`${folder}/`));
}

/** The file a specifier of this repository means; undefined for packages and built-ins. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  if (specifier.startsWith('#web/')) return 'src/web/context.ts';
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}/index.ts`;
  const [scope, name, door = 'index'] = specifier.split('/');
  if (scope === '@countersign') return `packages/${name}/src/${door}.ts`;
  return undefined;
}

function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  return [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) =>
      one.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ];
}

function faultOf(file: string, specifier: string): string | undefined {
  const from = roomOf(file);
  const target = targetOf(file, specifier);
  if (from === undefined) return undefined;
  if (from.floor === 0 && specifier.startsWith('node:')) return 'a pure room imports no built-in';
  const to = target === undefined ? undefined : roomOf(target);
  if (target === undefined || to === undefined || to === from) return undefined;
  if (to.floor > from.floor) return `${to.folder} lies above ${from.folder}`;
  const isFace = /^(?:#|@countersign\/)/.test(specifier);
  // The composition root and the list of migrations open every room from inside.
  if (!isFace && from.floor < 9) return `${to.folder} is entered by its face only`;
  return undefined;
}

const faults = globSync('{src,packages}/**/*.{ts,tsx}')
  .filter(
    (file) => !/\.test\.tsx?$|\.gen\.ts$|node_modules|fixture|^packages\/[^/]+\/test\//.test(file),
  )
  .flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const fault = faultOf(file, specifier);
      return fault === undefined ? [] : [`${file}: "${specifier}": ${fault}`];
    }),
  );

for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0 ? 'Every import goes downwards.' : `${faults.length} broken imports.`,
);
process.exit(faults.length === 0 ? 0 : 1);
