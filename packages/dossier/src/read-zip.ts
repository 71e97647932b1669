import { DossierFault, type ZipFaultCode } from './dossier-fault.ts';
import { isMemberName } from './member-names.ts';
import {
  centralHeader,
  centralSize,
  endRecord,
  endSize,
  localHeader,
  localSize,
  placeMember,
  signatures,
  type PlacedMember,
  type ZipMember,
} from './zip-records.ts';

/** What a dossier may hold; in bytes, but for the number of members. */
export const zipLimits = { bytes: 64 * 1024 * 1024, members: 512, name: 64 } as const;

/**
 * Reads a ZIP as a dossier must be one. It goes from the first byte to the last and asks for the very
 * bytes that the writer would have written, so that there is no room for anything else: nothing
 * between, before or after members, no second directory, no field that two readers understand
 * differently. Attackers: whoever sends somebody a dossier.
 *
 * @throws DossierFault with a `zip-…` code and the member at fault.
 */
export function readZip(bytes: Uint8Array): ZipMember[] {
  if (bytes.length > zipLimits.bytes) fail('zip-too-large', undefined, 'more than the limit');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members: ZipMember[] = [];
  const placed: PlacedMember[] = [];
  const names = new Set<string>();
  let at = 0;
  while (!isDirectory(view, at)) {
    const label = labelOf(bytes, at, members.length);
    if (members.length === zipLimits.members) {
      fail('zip-too-many-members', label, 'more members than the limit');
    }
    const member = readMember(bytes, view, at, label);
    if (names.has(member.name)) fail('zip-duplicate', member.name, 'a name stands twice');
    names.add(member.name);
    const place = placeMember(member, at);
    requireBytes(bytes, at, localHeader(place), 'zip-header', member.name);
    members.push(member);
    placed.push(place);
    at += localSize + place.name.length + place.length;
  }
  if (members.length === 0) fail('zip-not-a-zip', undefined, 'no member');
  readDirectory(bytes, placed, at);
  return members;
}

function isDirectory(view: DataView, at: number): boolean {
  return at + 4 <= view.byteLength && view.getUint32(at, true) === signatures.central && at > 0;
}

function readMember(bytes: Uint8Array, view: DataView, at: number, label: string): ZipMember {
  const isFirst = at === 0;
  if (at + localSize > bytes.length) {
    fail(isFirst ? 'zip-not-a-zip' : 'zip-truncated', isFirst ? undefined : label, 'it ends');
  }
  if (view.getUint32(at, true) !== signatures.local) {
    fail(isFirst ? 'zip-not-a-zip' : 'zip-header', isFirst ? undefined : label, 'no header');
  }
  const flags = view.getUint16(at + 6, true);
  if ((flags & 0x2041) !== 0) fail('zip-encrypted', label, 'an encrypted member');
  if (view.getUint16(at + 8, true) !== 0) fail('zip-compressed', label, 'a compressed member');
  const stored = view.getUint32(at + 18, true);
  const length = view.getUint32(at + 22, true);
  if (stored === 0xffffffff || length === 0xffffffff) fail('zip-zip64', label, 'ZIP64');
  if (stored !== length) fail('zip-sizes', label, 'stored in another length than its own');
  const nameLength = view.getUint16(at + 26, true);
  if (nameLength > zipLimits.name) fail('zip-name', label, 'a name longer than any');
  const start = at + localSize + nameLength;
  if (start + length > bytes.length) fail('zip-truncated', label, 'the file ends within it');
  const name = latin1(bytes.subarray(at + localSize, start));
  if (!isMemberName(name)) fail('zip-name', label, 'no name of a member');
  // Extra fields would shift this; the comparison with the one right header finds them.
  if (view.getUint16(at + 28, true) !== 0) fail('zip-header', label, 'an extra field');
  const content = bytes.slice(start, start + length);
  if (placeMember({ name, bytes: content }, 0).checksum !== view.getUint32(at + 14, true)) {
    fail('zip-checksum', label, 'not the bytes that were written');
  }
  return { name, bytes: content };
}

function readDirectory(bytes: Uint8Array, placed: readonly PlacedMember[], start: number): void {
  let at = start;
  for (const place of placed) {
    const name = latin1(place.name);
    requireBytes(bytes, at, centralHeader(place), 'zip-directory', name);
    at += centralSize + place.name.length;
  }
  const end = endRecord(placed.length, at - start, start);
  requireBytes(bytes, at, end, 'zip-directory', undefined);
  if (at + endSize !== bytes.length) fail('zip-trailing', undefined, 'bytes after the end');
}

function requireBytes(
  bytes: Uint8Array,
  at: number,
  expected: Uint8Array,
  code: ZipFaultCode,
  member: string | undefined,
): void {
  if (at + expected.length > bytes.length) fail('zip-truncated', member, 'the file ends early');
  for (const [index, byte] of expected.entries()) {
    if (bytes[at + index] !== byte) fail(code, member, `byte ${at + index} is another`);
  }
}

/** What a member is called to people: by its name where that is one, else by its place from 1. */
function labelOf(bytes: Uint8Array, at: number, index: number): string {
  const start = at + localSize;
  const lengthAt = at + 26;
  const length = (bytes[lengthAt] ?? 0) | ((bytes[lengthAt + 1] ?? 0) << 8);
  const name = length > zipLimits.name ? '' : latin1(bytes.subarray(start, start + length));
  return isMemberName(name) ? name : `member ${index + 1}`;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function fail(code: ZipFaultCode, member: string | undefined, message: string): never {
  throw new DossierFault(code, member, message);
}
