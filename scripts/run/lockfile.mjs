import process from 'node:process';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string | string[]} [os]
 * @property {string | string[]} [cpu]
 * @property {string | string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** @typedef {Record<string, LockedPackage>} LockedPackages keyed by folder, "" for our own */

/**
 * Whether the first has every package of the second that this machine needs, in the same version.
 * @param {LockedPackages} installed what npm recorded in node_modules/.package-lock.json
 * @param {LockedPackages} locked what package-lock.json says
 */
export function isInstalled(installed, locked) {
  return Object.entries(locked).every(([where, entry]) => {
    if (!where.startsWith('node_modules/') || !isNeededHere(entry)) return true;
    const present = installed[where];
    return present?.version === entry.version && present?.integrity === entry.integrity;
  });
}

/** Of the optional packages only those made for exactly this platform count; the rest is npm's choice. */
function isNeededHere(/** @type {LockedPackage} */ entry) {
  if (!entry.optional) return true;
  return (
    entry.libc === undefined &&
    [entry.os ?? []].flat().includes(process.platform) &&
    [entry.cpu ?? []].flat().includes(process.arch)
  );
}

/**
 * Optional dependencies that a package mentions and the lockfile does not have in that version.
 * @param {LockedPackages} packages
 */
export function danglingOptionals(packages) {
  return Object.entries(packages).flatMap(([where, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, range]) => {
        const found = resolve(packages, where, name);
        return found === undefined || (/^\d/.test(range) && found.version !== range);
      })
      .map(([name]) => ({ where, name })),
  );
}

/** Node's lookup: the nearest node_modules above the folder. @returns {LockedPackage | undefined} */
function resolve(
  /** @type {LockedPackages} */ packages,
  /** @type {string} */ from,
  /** @type {string} */ name,
) {
  const parts = from.split('/node_modules/');
  for (let depth = parts.length; depth >= 0; depth--) {
    const folder = parts.slice(0, depth).join('/node_modules/');
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found !== undefined) return found;
  }
  return undefined;
}
