/** A value that JSON can carry without loss. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * Serialises a value as canonical JSON (RFC 8785, JCS): no white space, object members sorted by
 * the UTF-16 code units of their names, numbers and strings as ECMAScript prints them.
 *
 * @throws RangeError for NaN and infinities (§3.2.2.3) and for strings with a lone surrogate
 * (§3.2.2.2), because no two implementations agree on their bytes.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, member]) => `${canonicalString(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new RangeError(`"value" expected a finite number, got ${value}`);
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed())
    throw new RangeError('"value" expected well-formed Unicode, got a lone surrogate');
  return JSON.stringify(value);
}

// Array.isArray does not narrow readonly arrays.
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
