import {
  centralHeader,
  endRecord,
  localHeader,
  placeMember,
  type PlacedMember,
  type ZipMember,
} from './zip-records.ts';

/** A ZIP of members as they are, in the order given: the same members give the same bytes. */
export function writeZip(members: readonly ZipMember[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const placed: PlacedMember[] = [];
  let offset = 0;
  for (const member of members) {
    const place = placeMember(member, offset);
    const header = localHeader(place);
    placed.push(place);
    parts.push(header, member.bytes);
    offset += header.length + member.bytes.length;
  }
  const directory = placed.map(centralHeader);
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return concatenate([...parts, ...directory, endRecord(members.length, size, offset)]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
