import type * as z from 'zod';
import type { Problem } from '#platform/errors';
import { problemOf } from './problem-of-issue.ts';

/** What someone typed, by field, as it is shown to them again. Files and secrets are not in it. */
export type Typed = Readonly<Record<string, readonly string[]>>;

/** What a refused form comes back with; the action data of its page. */
export interface FormState {
  /** Which form of the page was sent: the `id` of its `PageForm`. */
  readonly form: string | undefined;
  readonly typed: Typed;
  readonly problems: readonly Problem[];
}

export interface FormLimits {
  /** Fields in all; every one costs a little even when nobody asked for it. */
  readonly fields?: number;
  /** Characters in any one field. */
  readonly characters?: number;
  /** Characters in fields that may have more. */
  readonly longer?: Readonly<Record<string, number>>;
  /** Fields that are read as a list however often they were sent: check boxes, repeated rows. */
  readonly lists?: readonly string[];
  /** Fields that never come back in an answer: passwords, codes. */
  readonly secrets?: readonly string[];
}

export type ParsedForm<Values> =
  | { readonly ok: true; readonly values: Values; readonly state: FormState }
  | { readonly ok: false; readonly state: FormState };

/** Where a form sets no limits of its own. */
export const formDefaults = { fields: 500, characters: 200_000 };

/**
 * Reads a posted form by its schema and keeps what was typed.
 *
 * Line ends become `\n`; nothing else is changed, for the words of a source must stay as they are.
 * The sender is anyone: too many fields or characters, and characters no text has, are refused
 * before the schema sees them.
 *
 * @throws Response 400 when the body is no form at all.
 */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limits: FormLimits = {},
): Promise<ParsedForm<z.output<Schema>>> {
  return parseEntries([...(await readForm(request))], schema, limits);
}

export type Entry = readonly [name: string, value: string | File];

/** The same for entries that were read already. */
export async function parseEntries<Schema extends z.ZodType>(
  sentEntries: readonly Entry[],
  schema: Schema,
  limits: FormLimits,
): Promise<ParsedForm<z.output<Schema>>> {
  const entries = sentEntries.map(
    ([name, value]) =>
      [name, typeof value === 'string' ? value.replaceAll(/\r\n?/g, '\n') : value] as const,
  );
  const typed = typedOf(entries, limits.secrets ?? []);
  const sent = typed['form']?.[0];
  const refused = (problems: readonly Problem[]): ParsedForm<z.output<Schema>> => ({
    ok: false,
    state: { form: sent, typed, problems },
  });
  const outOfBounds = boundsProblems(entries, limits);
  if (outOfBounds.length > 0) return refused(outOfBounds);
  const result = await schema.safeParseAsync(toInput(entries, limits.lists ?? []), {
    reportInput: true,
  });
  if (!result.success) return refused(result.error.issues.map(problemOf));
  return { ok: true, values: result.data, state: { form: sent, typed, problems: [] } };
}

/**
 * The fields of a posted form, for the few that need no schema.
 *
 * @throws Response 400 when the body is no form at all: no page of ours sends such a thing, and who
 * sends it by hand must not fill the log with what looks like a bug.
 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) throw new Response(null, { status: 400 });
    throw error;
  }
}

function boundsProblems(entries: readonly Entry[], limits: FormLimits): Problem[] {
  const { fields, characters, longer = {} } = { ...formDefaults, ...limits };
  if (entries.length > fields) return [{ code: 'form-too-many-fields', params: { limit: fields } }];
  return entries.flatMap(([field, value]): Problem[] => {
    if (typeof value !== 'string') return [];
    const limit = Object.hasOwn(longer, field) ? (longer[field] ?? characters) : characters;
    if (value.length > limit) return [{ code: 'form-too-long', field, params: { limit } }];
    // PostgreSQL keeps no NUL, and no keyboard writes one.
    return value.includes('\0') ? [{ code: 'form-unreadable', field }] : [];
  });
}

// Null prototypes: a field may be called `__proto__`.
function typedOf(entries: readonly Entry[], secrets: readonly string[]): Typed {
  const typed: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || secrets.includes(name)) continue;
    (typed[name] ??= []).push(value);
  }
  return { ...typed };
}

function toInput(entries: readonly Entry[], lists: readonly string[]): Record<string, unknown> {
  const input: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of lists) {
    input[name] = entries.filter(([field]) => field === name).map(([, value]) => value);
  }
  for (const [name, value] of entries) {
    if (!lists.includes(name) && !(name in input)) input[name] = value;
  }
  return { ...input };
}
