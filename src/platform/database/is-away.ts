// Node's words for a server that is not there, and PostgreSQL's for one that stops, starts or is full
// (classes 08 and 57P; 53300 is too many connections).
const awayCodes =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ENOENT|ETIMEDOUT|EHOSTUNREACH|08...|57P0[1-4]|53300)$/;

// What `pg` says without a code when a connection breaks off or none is to be had in time.
const awayWords =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

const wireCalls: ReadonlySet<string> = new Set(['connect', 'read', 'write', 'getaddrinfo']);

/**
 * Whether a query failed because the database does not answer just now, and not because of what was
 * asked: who asked may come again.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A file that is missing has the same codes as a socket.
  if ('syscall' in error && !wireCalls.has(String(error.syscall))) return false;
  const code = 'code' in error ? String(error.code) : undefined;
  return code === undefined ? awayWords.test(error.message) : awayCodes.test(code);
}
