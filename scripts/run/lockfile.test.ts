import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { danglingOptionals, isInstalled, type LockedPackages } from './lockfile.mjs';

test('our lockfile mentions no optional package it does not have: npm ci would refuse it', () => {
  const file = path.resolve(import.meta.dirname, '../../package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockedPackages };
  expect(danglingOptionals(packages)).toEqual([]);
});

test('finds a mention without a package, and one that only another version answers', () => {
  const packages = {
    '': { optionalDependencies: { here: '1.0.0', gone: '1.0.0' } },
    'node_modules/here': { version: '1.0.0' },
    'node_modules/a': { optionalDependencies: { b: '2.0.0', here: '^1.0.0' } },
    'node_modules/a/node_modules/b': {
      version: '2.0.0',
      optionalDependencies: { b: '1.0.0', c: '1.0.0' },
    },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/a/node_modules/c': { version: '1.0.0' },
  };
  expect(danglingOptionals(packages)).toEqual([
    { where: '', name: 'gone' },
    { where: 'node_modules/a/node_modules/b', name: 'b' },
  ]);
});

test('counts as installed only in the locked version, for this platform', () => {
  const locked = {
    '': {},
    'packages/own': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' },
    'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['plan9'], cpu: ['x64'] },
    'node_modules/here': {
      version: '1.0.0',
      optional: true,
      os: process.platform,
      cpu: process.arch,
    },
  };
  const here = { version: '1.0.0' };
  const a = { version: '1.0.0', integrity: 'sha512-x' };
  expect(isInstalled({ 'node_modules/a': a, 'node_modules/here': here }, locked)).toBe(true);
  expect(isInstalled({ 'node_modules/a': a }, locked)).toBe(false);
  expect(
    isInstalled(
      { 'node_modules/a': { ...a, integrity: 'sha512-y' }, 'node_modules/here': here },
      locked,
    ),
  ).toBe(false);
});
