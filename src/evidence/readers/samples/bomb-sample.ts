import { constants, deflateRawSync } from 'node:zlib';
import { docxEntries } from './office-sample.ts';
import { zipSample } from './zip-sample.ts';

const mebibyte = 1024 * 1024;

/**
 * A Word document of about 1 MB whose main part inflates to 1 GiB of zeros.
 *
 * @param declaredBytes the size the archive claims for it
 */
export function docxBomb(declaredBytes: number): Uint8Array {
  const block = deflateRawSync(Buffer.alloc(mebibyte), { finishFlush: constants.Z_FULL_FLUSH });
  const end = deflateRawSync(Buffer.alloc(0));
  const bytes = Buffer.concat([...Array.from({ length: 1_024 }, () => block), end]);
  const entries = docxEntries({ paragraphs: [] }).map((entry) =>
    entry.name === 'word/document.xml'
      ? { ...entry, deflated: { bytes, size: declaredBytes, crc: 0 } }
      : entry,
  );
  return zipSample(entries);
}
