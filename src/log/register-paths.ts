/** Where the 256 bucket hashes of a register are served (spec/register.md). */
export function registerPath(root: Uint8Array): string {
  return `register/${Buffer.from(root).toString('hex')}`;
}

/** Where a bucket is served. */
export function bucketPath(hash: Uint8Array): string {
  return `register/bucket/${Buffer.from(hash).toString('hex')}`;
}
