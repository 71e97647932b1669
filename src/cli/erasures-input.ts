import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { JournalEntry } from '#record';
import { refuse } from './cli-refusal.ts';

const entry = z.object({
  kind: z.enum(['subject', 'edition', 'document', 'decision', 'entity', 'claim', 'passage']),
  thing: z.uuid(),
  part: z.uuid().optional(),
  erasure: z.uuid(),
  at: z.iso.datetime({ precision: 6 }),
});

/** Reads a journal of erasures, one line of JSON each. @throws CliRefusal `cli-erasures-malformed`. */
export async function readErasures(file: string): Promise<JournalEntry[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    refuse('file-not-found', {}, 'erasures');
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, at) => {
    try {
      const { part, ...rest } = entry.parse(JSON.parse(line));
      return part === undefined ? rest : { ...rest, part };
    } catch {
      refuse('cli-erasures-malformed', { line: at + 1 }, 'erasures');
    }
  });
}
