const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What a page's address or a form names a thing by, for a comparison with a column of uids. PostgreSQL
 * refuses the whole statement for a text that is no UUID; null names nothing, which is the truth.
 *
 * @returns the UUID in lower case, as the database writes it.
 */
export function asUid(text: string): string | null {
  return typeof text === 'string' && uuid.test(text) ? text.toLowerCase() : null;
}

/** The same for many: those that are no UUID name nothing and are dropped; each is named once. */
export function asUids(texts: Iterable<string>): string[] {
  return [...new Set([...texts].flatMap((text) => asUid(text) ?? []))];
}

/**
 * Whether PostgreSQL can keep every text in a value: none holds a NUL or half of a surrogate pair,
 * which it refuses with an error of its own (attacker: whoever can post a form). Goes through arrays
 * and plain objects, keys included; other values are no text.
 */
export function isKeepable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (Array.isArray(value)) return value.every(isKeepable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every((entry) => entry.every(isKeepable));
}

/** A `limit` or an `offset` as PostgreSQL takes it: a whole number from 0 to `most`. */
export function asCount(wanted: number, most: number): number {
  return Number.isNaN(wanted) ? 0 : Math.trunc(Math.min(Math.max(wanted, 0), most));
}
