import type { Actor } from '#accounts';
import { beginSource } from '#evidence';
import type { Tx } from '#platform/database';
import { foldForSearch, type Locale } from '#platform/languages';
import {
  codeAct,
  codeNames,
  inLocale,
  loadAddedTerms,
  RecordRefusal,
  termsOf,
  writeClaims,
  type CodedAct,
} from '#record';
import { withFields, type Coded } from './code-claim.ts';
import { takeChoices } from './entity-choices.ts';
import type { ActRequest, EntityChoice, NamesRequest } from './requests.ts';
import { takeWords } from './take-words.ts';

/**
 * Saves an act with everybody in it, or what more is said of an act on record; who is new is created and
 * named from the same words.
 */
export async function codeActForm(
  tx: Tx,
  actor: Actor,
  source: string,
  request: ActRequest,
  locale: Locale,
): Promise<Coded> {
  const { victims, perpetrators, event, where, chain, certainty, basis } = request;
  if (victims.length === 0 && request.onto === undefined) {
    throw new RecordRefusal({ code: 'act-without-victim', field: 'victims' });
  }
  const { passage, words } = await takeWords(tx, actor, source, request.place);
  const asked: { field: string; choice: EntityChoice }[] = [
    ...victims.map((choice) => ({ field: 'victims', choice })),
    ...perpetrators.map(({ entity }) => ({ field: 'perpetrators', choice: entity })),
    ...(event === undefined ? [] : [{ field: 'event', choice: event }]),
    ...(where === undefined ? [] : [{ field: 'where', choice: where }]),
  ];
  const naming = { passage, words, language: undefined, certainty, chain, reason: '' };
  const chosen = await takeChoices(tx, actor, asked, naming);
  const named = await withFields(chosen.fields, () =>
    writeClaims(tx, actor, chosen.claims, locale),
  );
  const uidsAt = (field: string) => chosen.uids.filter((_, index) => asked[index]?.field === field);
  const [eventUid] = uidsAt('event');
  const [placeUid] = uidsAt('where');
  const coded = await writeAct(
    tx,
    actor,
    {
      ...(request.onto !== undefined && { onto: request.onto }),
      actType: request.actType,
      victims: uidsAt('victims'),
      perpetrators: uidsAt('perpetrators').map((entity, index) => {
        const degree = perpetrators[index]?.degree;
        return { entity, ...(degree !== undefined && degree !== '' && { degree }) };
      }),
      ...(eventUid !== undefined && { event: eventUid }),
      ...(placeUid !== undefined && { place: placeUid }),
      ...(request.date !== undefined && { date: request.date }),
      ...(request.statedReason !== undefined && { statedReason: request.statedReason }),
      passage,
      basis,
      certainty,
      chain,
    },
    locale,
  );
  await beginSource(tx, actor, source);
  return {
    subject: coded.act,
    passage,
    claims: [...named.map(({ uid }) => uid), ...coded.claims],
  };
}

// The form asks where it was done; a place to it is where the words stand.
async function writeAct(...call: Parameters<typeof codeAct>): Promise<CodedAct> {
  try {
    return await codeAct(...call);
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    const problems = error.problems.map((one) =>
      one.field === 'place' ? { ...one, field: 'where' } : one,
    );
    throw new RecordRefusal(problems, { cause: error });
  }
}

/** Saves a list of names, each row resting on its own words. */
export async function codeNamesForm(
  tx: Tx,
  actor: Actor,
  source: string,
  request: NamesRequest,
  locale: Locale,
): Promise<Coded> {
  const { layer, kind, language, certainty, chain, role } = request;
  const occupations = await occupationCodes(tx, locale, request);
  const rows = [];
  let first: string | undefined;
  for (const [index, row] of request.rows.entries()) {
    const place = { layer, start: row.start, end: row.end };
    const { passage } = await takeWords(tx, actor, source, place);
    first ??= passage;
    const occupation = occupations[index];
    rows.push({
      name: row.name,
      passage,
      ...(row.entity !== undefined && { entity: row.entity }),
      ...(occupation !== undefined && {
        also: [{ property: 'occupation', value: occupation }],
      }),
    });
  }
  const asked = role === undefined ? [] : [{ field: 'role', choice: role.entity }];
  // Not the words of one of them: those say nothing of what they have in common.
  const named =
    role === undefined || 'uid' in role.entity
      ? undefined
      : await takeWords(tx, actor, source, { layer, start: role.start, end: role.end });
  const chosen = await takeChoices(tx, actor, asked, {
    ...{ passage: named?.passage, words: named?.words, language, certainty, chain, reason: '' },
  });
  const naming = await withFields(chosen.fields, () =>
    writeClaims(tx, actor, chosen.claims, locale),
  );
  const [roleEntity] = chosen.uids;
  const list = {
    kind,
    rows,
    certainty,
    chain,
    ...(language !== undefined && language !== '' && { language }),
    ...(role !== undefined &&
      roleEntity !== undefined && { role: { entity: roleEntity, property: role.property } }),
  };
  const coded = await codeNames(tx, actor, list, locale);
  await beginSource(tx, actor, source);
  return {
    subject: coded.entities[0],
    passage: first,
    claims: [...naming.map(({ uid }) => uid), ...coded.claims],
  };
}

// Typed as words in a table; a word that names no occupation is refused at its row.
async function occupationCodes(
  tx: Tx,
  locale: Locale,
  { rows }: NamesRequest,
): Promise<(string | undefined)[]> {
  const terms = termsOf('occupations', await loadAddedTerms(tx));
  const byName = new Map(
    terms.flatMap((term) => [
      [term.code, term.code],
      [foldForSearch(inLocale(term.labels, locale)), term.code],
    ]),
  );
  return rows.map(({ occupation = '' }, index) => {
    if (occupation === '') return undefined;
    const code = byName.get(foldForSearch(occupation));
    if (code === undefined) {
      throw new RecordRefusal({ code: 'value-bad-term', field: `${index}.occupation` });
    }
    return code;
  });
}
