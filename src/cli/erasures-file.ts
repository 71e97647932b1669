import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { JournalEntry } from '#record';
import { refuse } from './cli-refusal.ts';

const entry = z.strictObject({
  erasure: z.guid(),
  kind: z.enum([
    'subject',
    'edition',
    'document',
    'decision',
    'entity',
    'claim',
    'passage',
    'signature',
    'invitation',
    'retention',
  ]),
  thing: z.guid(),
  part: z.guid().optional(),
  until: z.iso.date().optional(),
  signed: z.int().min(0).max(2_147_483_647).optional(),
  at: z.iso.datetime(),
});

/**
 * The journal of erasures as `erasures export` writes it: one entry a line, as JSON.
 *
 * Attacker: whoever hands over the file; what it names is destroyed in the instance brought back.
 *
 * @throws CliRefusal `cli-erasures-bad` with the number of the line; what reading the file throws.
 */
export async function readErasures(file: string): Promise<JournalEntry[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index): JournalEntry[] => {
    if (line.trim() === '') return [];
    const parsed = entry.safeParse(parseJson(line));
    if (!parsed.success) return refuse('cli-erasures-bad', { line: index + 1 }, 'erasures');
    const { part, until, signed, ...rest } = parsed.data;
    if ((rest.kind === 'retention') !== (until !== undefined && part !== undefined)) {
      return refuse('cli-erasures-bad', { line: index + 1 }, 'erasures');
    }
    return [
      {
        ...rest,
        ...(part !== undefined && { part }),
        ...(until !== undefined && { until }),
        ...(signed !== undefined && { signed }),
      },
    ];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
