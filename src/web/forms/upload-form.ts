import type * as z from 'zod';
import { isMultipart, readMultipart, type IncomingFile } from './multipart.ts';
import {
  formDefaults,
  parseEntries,
  parseForm,
  type FormLimits,
  type ParsedForm,
} from './parse-form.ts';

/** A posted form whose files are still on their way. */
export interface UploadForm<Values> {
  readonly form: ParsedForm<Values>;
  /** Files that somebody chose, in their order; a field of files left empty sends none. */
  readonly files: AsyncGenerator<IncomingFile, void>;
  /**
   * Lets what is still coming pass by unread. A browser without scripts shows an answer only when it
   * has sent everything; cut off, it would show an error of its own and lose what was typed.
   */
  discard(): Promise<void>;
}

const mebibyte = 1024 * 1024;

/**
 * Reads a posted form up to its files. Rights are to be asked before, what was typed is to be judged
 * before the first file is taken.
 *
 * @throws as `parseForm` and `readMultipart`.
 */
export async function parseUploadForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limits: FormLimits = {},
): Promise<UploadForm<z.output<Schema>>> {
  if (!isMultipart(request.headers)) {
    const files = none();
    return { form: await parseForm(request, schema, limits), files, discard: async () => {} };
  }
  const { fields, characters } = { ...formDefaults, ...limits };
  const incoming = await readMultipart(request, {
    fields: fields + 1,
    // No character takes more than three bytes for each of its UTF-16 units: what is cut is too long.
    fieldBytes: characters * 3 + 1,
    allFieldsBytes: Math.max(8 * mebibyte, characters * 4),
  });
  const files = chosen(incoming.files);
  return {
    form: await parseEntries(incoming.fields, schema, limits),
    files,
    async discard() {
      // Each file asked for throws the one before away.
      while ((await files.next()).done !== true);
    },
  };
}

async function* none(): AsyncGenerator<IncomingFile, void> {}

// A field without a file comes as a file without name and bytes.
async function* chosen(
  files: AsyncGenerator<IncomingFile, void>,
): AsyncGenerator<IncomingFile, void> {
  for await (const file of files) {
    if (file.name !== '') yield file;
  }
}
