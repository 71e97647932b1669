/** Pages of the desk whose forms carry files, for `AppDeps.takesFiles`; with the router's own suffix. */
export function deskTakesFiles(path: string): boolean {
  return /^\/desk\/(?:sources\/(?:new|upload)|letters\/[0-9a-f-]{36}\/invitations)(?:\.data)?$/.test(
    path,
  );
}
