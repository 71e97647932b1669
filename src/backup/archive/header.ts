import { z } from 'zod';
import { refuse } from '../backup-refusal.ts';

const format = 'countersign-backup';
const version = 1;

const word = z.string().min(1).max(63);
const mark = z.string().regex(/^[0-9a-f]{16}$/u);

const headerSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  /** When it was begun; RFC 3339. */
  created: z.iso.datetime(),
  /** The log's newest checkpoint, a signed note that begins with its origin; null where there is none. */
  checkpoint: z.string().max(1_000_000).nullable(),
  /** `server_version` of the database it was made from. */
  postgres: z.string().max(100),
  /** Steps of the schema applied there. */
  migrations: z.array(z.string().max(100)).max(10_000),
  /** In the order of their members; columns in that of their rows. */
  tables: z
    .array(z.strictObject({ schema: word, table: word, columns: z.array(word).max(1600) }))
    .max(10_000),
  sequences: z
    .array(
      z.strictObject({
        schema: word,
        name: word,
        last: z.string().regex(/^-?\d{1,19}$/u),
        called: z.boolean(),
      }),
    )
    .max(10_000),
  /** Tells master keys apart without telling anything of them: the current one; null where there was none. */
  keyMark: mark.nullable(),
  /** Of the keys that were being replaced; backups from before keys could be replaced lack it. */
  olderKeyMarks: z.array(mark).max(31).default([]),
});

/** The first member: what the rest is made of and what it needs. */
export type BackupHeader = z.output<typeof headerSchema>;

export type HeaderContent = Omit<BackupHeader, 'format' | 'version'>;

export function writeHeader(content: HeaderContent): Buffer {
  return Buffer.from(`${JSON.stringify({ format, version, ...content })}\n`);
}

/**
 * Attacker: whoever hands over an archive.
 *
 * @throws BackupRefusal `backup-version`, `backup-altered`.
 */
export function parseHeader(bytes: Buffer, member: string): BackupHeader {
  const value = parseJson(bytes);
  const told = z.looseObject({ format: z.literal(format), version: z.int() }).safeParse(value);
  if (told.success && told.data.version !== version) {
    refuse('backup-version', { version: told.data.version, known: version });
  }
  const parsed = headerSchema.safeParse(value);
  return parsed.success ? parsed.data : refuse('backup-altered', { member }, parsed.error);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
