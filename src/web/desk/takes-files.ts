/** Pages of the desk whose forms carry files, for `AppDeps.takesFiles`; with the router's own suffix. */
export function deskTakesFiles(path: string): boolean {
  return path === '/desk/sources/new' || path === '/desk/sources/new.data';
}
