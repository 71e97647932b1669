import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Everything a change must pass, in the order in which a fault is cheapest to find. Ends with one
// line "N passed, N failed" that counts steps and single tests alike. With --no-database only what
// needs no PostgreSQL and no browser.

const root = path.resolve(import.meta.dirname, '..');
const withDatabase = !process.argv.includes('--no-database');
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name);

let passed = 0;
let failed = 0;
const failures: string[] = [];
/** Tests that failed, and passed when they were tried again. */
const retried: string[] = [];

function run(title: string, command: string, args: readonly string[]): boolean {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${title} (${seconds} s)`);
  return status === 0;
}

function step(title: string, command: string, ...args: string[]): void {
  if (run(title, command, args)) {
    passed += 1;
    return;
  }
  failed += 1;
  failures.push(title);
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** The beginning of what a test said when it failed. */
const beginningOf = (message: string) => message.split('\n').slice(0, 12).join('\n    ');

/** What failed, file by file, with the beginning of what each said. */
function failuresOf(report: VitestReport): string[] {
  return report.testResults.flatMap((file) => {
    const name = path.relative(root, file.name);
    const single = file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(
        (test) => `${name} › ${test.fullName}\n    ${beginningOf(test.failureMessages.join('\n'))}`,
      );
    if (single.length > 0 || file.status !== 'failed') return single;
    return [`${name}\n    ${beginningOf(file.message)}`];
  });
}

/** What passed at its second try, with what the first one said. */
function retriedIn(report: VitestReport): string[] {
  return report.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(
        ({ fullName, failureMessages }) =>
          `${path.relative(root, file.name)} › ${fullName}\n    ${beginningOf(failureMessages.join('\n'))}`,
      ),
  );
}

function tests(project: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-report-'));
  const report = path.join(folder, 'report.json');
  const ok = run(`${project} tests`, bin('vitest'), [
    ...['run', '--project', project, '--reporter=default', '--reporter=json'],
    `--outputFile=${report}`,
  ]);
  try {
    const result = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    passed += result.numPassedTests;
    // A file that could not be loaded has no tests to fail, and must fail all the same.
    failed += Math.max(result.numFailedTests, ok ? 0 : 1);
    retried.push(...retriedIn(result));
    const told = failuresOf(result);
    failures.push(...(told.length === 0 && !ok ? [`${project} tests, outside of any test`] : told));
  } catch {
    failed += 1;
    failures.push(`${project} tests, without a report`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

step('format', bin('oxfmt'), '--check');
step('routes typed', bin('react-router'), 'typegen');
step('types', bin('tsc'), '-p', '.');
step('lint', bin('oxlint'), '--type-aware');
step('dependency rule', 'scripts/rings.ts');
step('messages', 'scripts/check-messages.ts');
step('unused code', bin('knip'));
tests('unit');
if (withDatabase) {
  step('pages built', 'scripts/build-web.ts');
  tests('database');
  tests('process');
  tests('browser');
}

// Once more at the end, where whoever sees only the last lines finds it.
for (const one of retried) console.log(`↻ passed at the second try: ${one}`);
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
