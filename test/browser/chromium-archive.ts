import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { keyOf, preparedFolder } from './private-cache.ts';

/** A Chromium to run, and the folder of shared libraries it needs beside the system's. */
export interface ChromiumExecutable {
  readonly path: string;
  readonly libraries?: string;
}

// 2 MiB: Node's default of 16 KiB makes inflating 209 MB noticeably slower.
const chunkSize = 2 ** 21;

/**
 * Unpacks the Chromium of `@sparticuz/chromium` (Linux x64, glibc) below `root`, once per archive.
 * The package's own code is not used: it runs whatever lies in the shared temporary folder.
 */
export async function unpackedChromium(root: string): Promise<ChromiumExecutable> {
  const archives = join(
    dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../bin',
  );
  const browser = join(archives, 'chromium.br');
  const libraries = join(archives, 'al2023.tar.br');
  const key = await keyOf([browser, libraries]);
  const folder = await preparedFolder(root, 'chromium', key, async (staging) => {
    await inflateFile(browser, join(staging, 'chromium'));
    await inflateTar(libraries, staging);
  });
  return { path: join(folder, 'chromium'), libraries: join(folder, 'lib') };
}

async function inflateFile(archive: string, target: string): Promise<void> {
  await pipeline(
    createReadStream(archive, { highWaterMark: chunkSize }),
    createBrotliDecompress({ chunkSize }),
    createWriteStream(target, { mode: 0o700 }),
  );
}

async function inflateTar(archive: string, folder: string): Promise<void> {
  const tar = extract();
  const feeding = pipeline(createReadStream(archive), createBrotliDecompress({ chunkSize }), tar);
  for await (const entry of tar) {
    const { name, type } = entry.header;
    const path = normalize(name);
    if (path.startsWith('..') || path.startsWith('/')) {
      throw new Error(`${archive} holds "${name}", which lies outside of it`);
    }
    if (type === 'file') {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await pipeline(entry, createWriteStream(join(folder, path), { mode: 0o700 }));
    } else {
      entry.resume();
    }
  }
  await feeding;
}
