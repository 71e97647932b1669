import { z } from 'zod';

/**
 * Why a file has no text. `no-text` is no fault of the file: a picture, a recording or a scan.
 * `crashed` is ours to look at; every other code is about the file.
 */
export const failureCodes = [
  'too-large',
  'timeout',
  'out-of-memory',
  'encrypted',
  'broken',
  'unsupported',
  'no-text',
  'crashed',
  'bomb',
] as const;
export type FailureCode = (typeof failureCodes)[number];

const line = z.string().max(2_000);

const metadata = z.strictObject({
  publisher: line.optional(),
  description: line.optional(),
  /** The address the document gives itself (`rel=canonical`, `og:url`): a claim of the document. */
  address: line.optional(),
  declaredLanguage: line.optional(),
  /** EDTF day a file says it was made; not a publication date. */
  created: line.optional(),
  /** The program the file says it was made with. */
  producer: line.optional(),
  pages: z.int().min(0).optional(),
  /** How bytes became characters, for the formats where that is a choice. */
  encoding: line.optional(),
  /** True when nothing in the file said which encoding it is in. */
  encodingGuessed: z.boolean().optional(),
  /** For web pages: the article found in the page, or all of the page. */
  extraction: z.enum(['article', 'whole-page']).optional(),
  attachments: z
    .array(z.strictObject({ name: line, mediaType: line }))
    .max(500)
    .optional(),
});

const mismatch = z.strictObject({ said: line, found: line });

const readText = z.strictObject({
  ok: z.literal(true),
  mediaType: line,
  title: line.optional(),
  authors: z.array(line).max(100).optional(),
  /** EDTF level 0: a day, month or year as the document writes it, in its own time zone. */
  publishedEdtf: line.optional(),
  language: z.strictObject({ language: line, reliable: z.boolean() }).optional(),
  metadata,
  engine: line,
  /** SHA-256 (hex) of the folded text: see `textFingerprint`. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** Length of the text in Unicode code points, the unit of every offset. */
  codePoints: z.int().min(1),
  /** Present when the content is of another type than the name or the sender said. */
  mismatch: mismatch.optional(),
});

const notRead = z.strictObject({
  ok: z.literal(false),
  code: z.enum(failureCodes),
  /** For the operator, in English; may quote the file, so it never reaches a log or the public. */
  detail: z.string().max(500),
  mediaType: line.optional(),
  /** Set with `no-text` when the file is a picture or recording that is kept as it is. */
  media: z.enum(['image', 'audio', 'video']).optional(),
  mismatch: mismatch.optional(),
});

/** What the reading process announces before the text; it handled hostile bytes, so it is checked. */
export const readHeader = z.discriminatedUnion('ok', [readText, notRead]);
export type ReadHeader = z.infer<typeof readHeader>;

export const readProgress = z.strictObject({
  progress: z.strictObject({ done: z.int().min(0), total: z.int().min(1) }),
});

export type TextRead = z.infer<typeof readText> & {
  /** See `cleanText` for what was removed; everything else is as the document has it. */
  readonly text: string;
};
export type NotRead = z.infer<typeof notRead>;
export type ReadResult = TextRead | NotRead;
export type ReadMetadata = z.infer<typeof metadata>;
export type TypeMismatch = z.infer<typeof mismatch>;
