/**
 * Whether an address is one that a page of ours can have. React Router writes an address that it
 * cannot decode to standard error, path and all, and PostgreSQL refuses every text with a NUL, so
 * neither may reach a page (attacker: anyone who types an address).
 *
 * @param address absolute, as the server sees it.
 */
export function isReadable(address: string): boolean {
  const { pathname, search } = new URL(address);
  if (pathname.includes('//') || search.includes('%00')) return false;
  try {
    return !decodeURIComponent(pathname).includes('\0');
  } catch {
    return false;
  }
}
