/** Pages of the desk whose forms carry files, for `AppDeps.takesFiles`; with the router's own suffix. */
export function deskTakesFiles(path: string): boolean {
  return /^\/desk\/sources\/(?:new|upload)(?:\.data)?$/.test(path);
}
