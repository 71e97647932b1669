import { canonicalJson, decodeBase64, type JsonValue } from '@countersign/proof';
import { WithheldFault } from './withheld-fault.ts';

const encoder = new TextEncoder();

export function jsonBytes(value: JsonValue): Uint8Array {
  return encoder.encode(canonicalJson(value));
}

/** @throws WithheldFault `withheld-malformed` for what is no JSON, or longer than it may be. */
export function parseJson(bytes: Uint8Array, most: number): JsonValue {
  if (bytes.length > most) throw malformed('too long');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as JsonValue;
  } catch {
    throw malformed('not JSON');
  }
}

/** The members of an object that has exactly these. @throws WithheldFault `withheld-malformed`. */
export function membersOf<Name extends string>(
  value: JsonValue | undefined,
  names: readonly Name[],
): Readonly<Record<Name, JsonValue>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) throw malformed('expected an object');
  const members = value as Readonly<Record<Name, JsonValue>>;
  const isWhole =
    Object.keys(members).length === names.length &&
    names.every((one) => Object.hasOwn(members, one));
  if (!isWhole) throw malformed(`expected ${names.join(', ')}`);
  return members;
}

export function listOf(value: JsonValue, most: number): readonly JsonValue[] {
  if (!Array.isArray(value) || value.length > most) throw malformed(`expected up to ${most}`);
  return value as readonly JsonValue[];
}

export function textOf(value: JsonValue, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw malformed('expected text');
  return value;
}

export function uuidOf(value: JsonValue): string {
  const text = textOf(value, 36);
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text)) throw malformed('no id');
  return text;
}

/** Bytes in the one spelling of base64; of this length, if one is given. */
export function bytesOf(value: JsonValue, most: number, exactly?: number): Uint8Array {
  const text = textOf(value, Math.ceil(most / 3) * 4);
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw malformed('no base64');
  if (exactly !== undefined && bytes.length !== exactly) throw malformed('not so many bytes');
  return bytes;
}

export function malformed(why: string): WithheldFault {
  return new WithheldFault('withheld-malformed', why);
}
