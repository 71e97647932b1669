import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPackage } from './build-package.ts';

const root = path.resolve(import.meta.dirname, '..');
const home = mkdtempSync(path.join(tmpdir(), 'countersign-package-'));
const built = path.join(home, 'node_modules/@countersign/proof');

// As if it had been installed: under node_modules, its dependencies beside it.
beforeAll(() => {
  buildPackage('proof', built);
  symlinkSync(path.join(root, 'node_modules/@noble'), path.join(home, 'node_modules/@noble'));
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test('the proof package runs as it is published', () => {
  const vectors = path.join(root, 'packages/proof/test/vectors/receipts.json');
  const script = `
    import { readFileSync } from 'node:fs';
    import { parsePolicy, verifyReceipt } from '@countersign/proof';
    import { noble } from '@countersign/proof/noble';
    import { node } from '@countersign/proof/node';
    const utf8 = (text) => new TextEncoder().encode(text);
    const [vector] = JSON.parse(readFileSync(${JSON.stringify(vectors)}, 'utf8'));
    const receipt = { entry: utf8(vector.entry), proof: utf8(vector.proof) };
    for (const provider of [noble, node]) {
      const policy = parsePolicy(provider, utf8(vector.policy));
      console.log(verifyReceipt(provider, policy, receipt).accepted);
    }`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: home,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).toBe('true\ntrue\n');
});

test('nothing of it but its door for Node asks for Node', () => {
  const asking = globSync('*.js', { cwd: built }).filter((file) =>
    /from 'node:|\bBuffer\.|\bprocess\./.test(readFileSync(path.join(built, file), 'utf8')),
  );
  expect(asking).toEqual(['node.js']);
});

test('it carries types, licence and README, and no tests', () => {
  const files = globSync('*', { cwd: built });
  for (const file of [
    'index.js',
    'index.d.ts',
    'node.d.ts',
    'noble.d.ts',
    'LICENSE',
    'README.md',
  ]) {
    expect(files).toContain(file);
  }
  expect(files.filter((file) => file.includes('test'))).toEqual([]);
  const manifest: object = JSON.parse(readFileSync(path.join(built, 'package.json'), 'utf8'));
  expect(manifest).not.toHaveProperty('private');
  expect(manifest).toMatchObject({
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
  });
});
