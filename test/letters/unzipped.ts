import { fromBufferPromise } from 'yauzl';

/** The files of a ZIP by their names, as another reader than ours finds them. */
export async function unzipped(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const found = new Map<string, Uint8Array>();
  for await (const entry of zip.eachEntry()) {
    const parts = await (await zip.openReadStreamPromise(entry)).toArray();
    found.set(entry.fileName, Buffer.concat(parts as Buffer[]));
  }
  return found;
}
