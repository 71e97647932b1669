import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DossierFault } from './dossier-fault.ts';
import { readZip, zipLimits } from './read-zip.ts';
import { writeZip } from './write-zip.ts';
import type { ZipMember } from './zip-records.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const members: readonly ZipMember[] = [
  { name: 'index.html', bytes: utf8('<p>words</p>') },
  { name: 'claims.jsonl', bytes: utf8('') },
  { name: 'policy.txt', bytes: utf8('log …') },
];
const sound = writeZip(members);

function faultOf(bytes: Uint8Array): { code: string; member: string | undefined } {
  try {
    readZip(bytes);
  } catch (error) {
    if (error instanceof DossierFault) return { code: error.code, member: error.member };
    throw error;
  }
  return { code: 'none', member: undefined };
}

function changed(at: number, ...values: number[]): Uint8Array {
  const bytes = sound.slice();
  bytes.set(values, at);
  return bytes;
}

test('what was written is read, and the same members give the same bytes', () => {
  expect(readZip(sound)).toEqual(members);
  expect(writeZip(readZip(sound))).toEqual(sound);
});

test('other programs read it too', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-zip-'));
  try {
    const file = path.join(folder, 'dossier.zip');
    writeFileSync(file, sound);
    const script =
      'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;print(z.read("index.html").decode(),len(z.namelist()))';
    let said: string;
    try {
      said = execFileSync('python3', ['-c', script, file], { encoding: 'utf8' });
    } catch (error) {
      // A machine without Python has nothing to compare with.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      throw error;
    }
    expect(said.trim()).toBe('<p>words</p> 3');
    expect(readFileSync(file).length).toBe(sound.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each([
  ['nothing', new Uint8Array(), 'zip-not-a-zip', undefined],
  ['no ZIP', utf8('a dossier, says somebody'), 'zip-not-a-zip', undefined],
  ['bytes before it', Uint8Array.of(0, ...sound), 'zip-not-a-zip', undefined],
  ['bytes after it', Uint8Array.of(...sound, 0), 'zip-trailing', undefined],
  ['an empty ZIP', writeZip([]), 'zip-not-a-zip', undefined],
  ['a compressed member', changed(8, 8), 'zip-compressed', 'index.html'],
  ['an encrypted member', changed(6, 1, 8), 'zip-encrypted', 'index.html'],
  ['strong encryption', changed(6, 0x40, 8), 'zip-encrypted', 'index.html'],
  ['a data descriptor', changed(6, 8, 8), 'zip-header', 'index.html'],
  ['another time', changed(10, 1), 'zip-header', 'index.html'],
  ['ZIP64', changed(18, 255, 255, 255, 255, 255, 255, 255, 255), 'zip-zip64', 'index.html'],
  ['two lengths', changed(18, 1), 'zip-sizes', 'index.html'],
  ['an extra field', changed(28, 1), 'zip-header', 'index.html'],
  ['another byte', changed(42, 0), 'zip-checksum', 'index.html'],
  ['a comment', changed(sound.length - 2, 1), 'zip-directory', undefined],
  ['cut short', sound.slice(0, -1), 'zip-truncated', undefined],
  ['cut within a member', sound.slice(0, 45), 'zip-truncated', 'index.html'],
])('refused: %s', (_name, bytes, code, member) => {
  expect(faultOf(bytes)).toEqual({ code, member });
});

test.each([
  '../index.html',
  '/index.html',
  'index.html/',
  String.raw`..\index.html`,
  'editions/../index.html',
  'editions/0A5F6C1E-64D5-4C4E-9A53-0F6F5F0C8F3B.json',
  'timestamps/0.tst',
  'timestamps/100.tst',
  'index.html\n',
  'INDEX.HTML',
  'index.htm\u200bl',
  'ind\u0435x.html',
  'index.html\u0000.exe',
  'C:index.html',
  './index.html',
  'x'.repeat(65),
  '',
])('no member may be called %j', (name) => {
  const bytes = writeZip([
    { name: 'policy.txt', bytes: utf8('') },
    { name, bytes: utf8('') },
  ]);
  expect(faultOf(bytes)).toEqual({ code: 'zip-name', member: 'member 2' });
});

test('a name that stands twice', () => {
  const [first] = members;
  if (first === undefined) throw new Error('no member');
  expect(faultOf(writeZip([first, first]))).toEqual({
    code: 'zip-duplicate',
    member: 'index.html',
  });
});

test('a directory that names another member, or leaves one out', () => {
  const other = writeZip([...members.slice(0, 2), { name: 'manifest.json', bytes: utf8('log …') }]);
  const start = (bytes: Uint8Array) => new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
  const swapped = Uint8Array.of(...sound.slice(0, start(sound)), ...other.slice(start(other)));
  expect(faultOf(swapped).code).toBe('zip-directory');
  const fewer = writeZip(members.slice(0, 2));
  const lacking = Uint8Array.of(...sound.slice(0, start(sound)), ...fewer.slice(start(fewer)));
  expect(faultOf(lacking).code).toMatch(/^zip-(?:directory|truncated)$/);
});

test('a member that is a link, or hides behind a second directory', () => {
  const centralAt = new DataView(sound.buffer).getUint32(sound.length - 6, true);
  // Made on Unix (APPNOTE 4.4.2), a symbolic link (external attributes, 4.4.15).
  const link = changed(centralAt + 5, 3);
  link.set([0, 0, 0xff, 0xa1], centralAt + 38);
  expect(faultOf(link)).toEqual({ code: 'zip-directory', member: 'index.html' });
  expect(faultOf(changed(centralAt + 41, 0xa1)).code).toBe('zip-directory');
  // The record and locator of ZIP64 (4.3.14, 4.3.15) before the end, which some readers prefer.
  const end = sound.length - 22;
  const record = new Uint8Array(76);
  record.set([0x50, 0x4b, 0x06, 0x06, 44], 0);
  record.set([0x50, 0x4b, 0x06, 0x07], 56);
  const wide = Uint8Array.of(...sound.slice(0, end), ...record, ...sound.slice(end));
  expect(faultOf(wide).code).toMatch(/^zip-/);
  // Two ZIPs one after the other: some readers take the first, some the second.
  expect(faultOf(Uint8Array.of(...sound, ...sound)).code).toBe('zip-trailing');
  // Members that share their bytes (a bomb without compression): the directory points twice to one place.
  const twice = sound.slice();
  const second = centralAt + 46 + 'index.html'.length;
  twice.set(sound.slice(centralAt + 42, centralAt + 46), second + 42);
  expect(faultOf(twice)).toEqual({ code: 'zip-directory', member: 'claims.jsonl' });
});

test('too many, too much', () => {
  const many = Array.from({ length: zipLimits.members + 1 }, (_, at) => ({
    name: `editions/00000000-0000-4000-8000-${String(at).padStart(12, '0')}.json`,
    bytes: new Uint8Array(),
  }));
  expect(faultOf(writeZip(many)).code).toBe('zip-too-many-members');
  expect(faultOf(new Uint8Array(zipLimits.bytes + 1)).code).toBe('zip-too-large');
});

test('any bytes end in a refusal, and any changed byte in one that names its member', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(faultOf(bytes).code).toMatch(/^zip-/);
    }),
  );
  for (let at = 0; at < sound.length; at += 1) {
    for (const bit of [1, 0x80]) {
      const { code } = faultOf(changed(at, (sound[at] ?? 0) ^ bit));
      expect(code, `byte ${at}`).toMatch(/^zip-/);
    }
  }
});
