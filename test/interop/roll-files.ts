import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseRollHead } from '@countersign/letter';
import {
  bundlePath,
  changedBundles,
  changedTiles,
  parseEntryBundle,
  parseLogEntry,
  parseSignedCheckpoint,
  tilePath,
} from '@countersign/proof';
import type { LetterWorld } from '../letters/signed-letter.ts';

/** Files by their path below an instance's address, with `policy`, and `letter`: its id. */
export type RollFiles = ReadonlyMap<string, Uint8Array>;

async function need({ read }: LetterWorld, from: string): Promise<Uint8Array> {
  const body = await read(from, 2 ** 26);
  if (body === undefined) throw new Error(`the instance does not serve ${from}`);
  return body;
}

/** What a stranger reads of a letter to recount it. */
export async function readFiles(world: LetterWorld, letter: string): Promise<RollFiles> {
  const files = new Map<string, Uint8Array>();
  const text = (value: string) => new Uint8Array(Buffer.from(value));
  files.set('letter', text(letter));
  files.set('policy', text(`log ${world.log.signer.verifierKey}\nquorum none\n`));
  const take = async (from: string) => {
    const body = await need(world, from);
    files.set(from, body);
    return body;
  };
  const roll: { head: string } = JSON.parse(
    Buffer.from(await take(`letters/${letter}/roll.json`)).toString(),
  );
  const { parts, batches } = parseRollHead(roll.head);
  for (const { sha256 } of parts) await take(`letters/${letter}/roll/${sha256}`);
  for (const { entry } of batches) await take(`log/batch/${entry}`);
  await take('log/successions');
  await take(`dossier/${letter}.json`);
  await take(`log/proof/${letter}`);
  const { size } = parseSignedCheckpoint(await take('log/checkpoint')).checkpoint;
  for (const tile of changedTiles(0n, size)) await take(`log/${tilePath(tile)}`);
  for (const tile of changedBundles(0n, size)) {
    const bundle = await take(`log/${bundlePath(tile)}`);
    for (const { id, kind } of parseEntryBundle(bundle, tile.width).map(parseLogEntry)) {
      if (kind === 'count' || kind === 'batch') await take(`log/opening/${id}`);
    }
  }
  return files;
}

/** Writes files under a folder. */
export function saveFiles(folder: string, files: RollFiles): void {
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
