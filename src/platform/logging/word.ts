// No blank, no "@", no "?", no letter outside ASCII: an address, a name or a query string does not fit.
const word = /^[\w./:*$\-[\]]{1,120}$/u;

/** True of identifiers: codes, ids, names of routes and tables. What people are called does not pass. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && word.test(value);
}
