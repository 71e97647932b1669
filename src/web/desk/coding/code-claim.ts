import { beginSource } from '#evidence';
import type { Actor } from '#accounts';
import { parseHumanDate } from '#platform/calendar';
import { Refusal, type Problem } from '#platform/errors';
import type { Tx } from '#platform/database';
import type { Locale } from '#platform/languages';
import { property, RecordRefusal, writeClaims, type ClaimInput } from '#record';
import { nameProperty, takeChoices } from './entity-choices.ts';
import type { ClaimRequest, EntityChoice } from './requests.ts';
import { takeWords } from './take-words.ts';

/** What a saved request left behind. */
export interface Coded {
  /** The entity it was about; kept as the subject of the next claim. */
  readonly subject: string | undefined;
  readonly passage: string | undefined;
  /** Uids of every claim written; the one that was meant comes last. */
  readonly claims: readonly string[];
}

/**
 * Saves one claim with all it needs: the passage is marked, new entities are created and named from
 * the same words, and the claim is written, all or nothing.
 *
 * @param source uid of the source the page shows.
 * @throws Refusal whose fields are those of the form: `subject`, `property`, `value`, `place` …
 */
export async function codeClaim(
  tx: Tx,
  actor: Actor,
  source: string,
  request: ClaimRequest,
  locale: Locale,
): Promise<Coded> {
  const { place, chain, certainty, reason, language } = request;
  const words = place === undefined ? undefined : await takeWords(tx, actor, source, place);
  const asked = choicesOf(request);
  const chosen = await takeChoices(tx, actor, asked, {
    passage: words?.passage,
    words: words?.words,
    language,
    certainty,
    chain,
    reason,
  });
  const uidAt = (field: string) => chosen.uids[asked.findIndex((one) => one.field === field)];
  const subject = uidAt('subject') ?? '';
  const claim = claimOf(request, subject, words?.passage, uidAt, locale);
  // A new entity whose first claim is its name is named once.
  const naming = chosen.claims.filter(
    ({ entity, property: code }) => entity !== subject || code !== request.property,
  );
  const fields = chosen.fields.filter((_, index) => naming.includes(chosen.claims[index] ?? claim));
  const written = await withFields([...fields, undefined], () =>
    writeClaims(tx, actor, [...naming, claim], locale),
  );
  await beginSource(tx, actor, source);
  return { subject, passage: words?.passage, claims: written.map(({ uid }) => uid) };
}

function choicesOf({ subject, value, measure, property: code }: ClaimRequest) {
  const choices: { field: string; choice: EntityChoice }[] = [];
  const isItsName = !('uid' in subject) && nameProperty(subject.kind) === code && 'text' in value;
  choices.push({
    field: 'subject',
    choice: isItsName && subject.name === '' ? { ...subject, name: value.text } : subject,
  });
  if ('entity' in value) choices.push({ field: 'value', choice: value.entity });
  if (measure?.place !== undefined) choices.push({ field: 'place', choice: measure.place });
  return choices;
}

function claimOf(
  request: ClaimRequest,
  entity: string,
  passage: string | undefined,
  uidAt: (field: string) => string | undefined,
  locale: Locale,
): ClaimInput {
  const { value, measure, language, valid, supersedes, recodes, basis, certainty, chain } = request;
  const type = property(request.property)?.valueType;
  const isWords = type === 'text' || type === 'name';
  const { place: _, ...counted } = measure ?? {};
  const at = uidAt('place');
  return {
    entity,
    property: request.property,
    value: 'text' in value ? value.text : (uidAt('value') ?? ''),
    basis,
    certainty,
    chain,
    reason: request.reason,
    ...(type === 'figure' && { measure: { ...counted, ...(at !== undefined && { place: at }) } }),
    ...(isWords && language !== undefined && language !== '' && { language }),
    ...(passage !== undefined && { passage }),
    ...(valid !== undefined && valid !== '' && { valid: toEdtf(valid, locale) }),
    ...(supersedes !== undefined && { supersedes }),
    ...(recodes !== undefined && { recodes }),
  };
}

// The record takes EDTF here; what cannot be read is left for it to refuse.
function toEdtf(typed: string, locale: Locale): string {
  const read = parseHumanDate(typed, { locale });
  return read.ok ? read.edtf : typed;
}

/**
 * Runs something that writes claims and tells its faults by the fields of a form.
 *
 * @param fields for each claim, the field its faults belong to; undefined: the claim's own fields.
 * @throws RecordRefusal with `field` as the form calls it.
 */
export async function withFields<Result>(
  fields: readonly (string | undefined)[],
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    throw new RecordRefusal(
      error.problems.map(({ field, ...problem }) => ({ ...problem, ...formField(field, fields) })),
      { cause: error },
    );
  }
}

function formField(field: string | undefined, fields: readonly (string | undefined)[]) {
  const [, index = '', name = ''] = /^(\d+)\.(.+)$/.exec(field ?? '') ?? [];
  if (index === '') return field === undefined ? {} : { field };
  return { field: fields[Number(index)] ?? (name === 'entity' ? 'subject' : name) };
}

/** The problems of a refusal; anything else is thrown on. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Refusal) return error.problems;
  throw error;
}
