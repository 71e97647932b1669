import { z } from 'zod';
import type { Tx } from '#platform/database';
import type { Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { linkInput, type ClaimInput } from '../claims/claim-input.ts';
import { writeClaims } from '../claims/write-claims.ts';
import { createEntities, scopeForWords } from '../entities/create-entity.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { actOnRecord, type ActOnRecord } from './act-on-record.ts';

const uid = z.uuid();

const actInput = z
  .object({
    /** An act that is on record, of which these words say more; absent for a new one. */
    onto: uid.optional(),
    actType: z.string().max(40),
    victims: z.array(uid).max(50),
    perpetrators: z
      .array(z.object({ entity: uid, degree: z.string().max(40).optional() }))
      .max(50)
      .default([]),
    event: uid.optional(),
    date: z.string().trim().max(80).optional(),
    place: uid.optional(),
    statedReason: z.string().trim().max(2_000).optional(),
    passage: uid,
    basis: z.enum(['quoted', 'seen', 'coded']).default('coded'),
    certainty: z.string().max(40).default('unknown'),
    chain: z.array(linkInput).max(12).default([]),
  })
  .refine(({ onto, victims }) => onto !== undefined || victims.length > 0, { path: ['victims'] });

/** Who did what to whom, when and where, in which words. */
export type ActInput = z.input<typeof actInput>;

export interface CodedAct {
  readonly act: string;
  /** Of each perpetrator, in their order. */
  readonly involvements: readonly string[];
  readonly claims: readonly string[];
}

/**
 * Codes an act from one passage: the act, an involvement for each perpetrator, and a claim for every
 * field, all resting on the same words. One decision of the documenter, many claims of the record.
 * Onto an act on record, the same claims are written of it and of the involvements it has; those that
 * the source of the words has said already are not.
 *
 * @throws RecordRefusal as `writeClaims` does, its fields called as here; and `act-without-victim`.
 */
export async function codeAct(
  tx: Tx,
  actor: Actor,
  input: ActInput,
  locale: Locale,
): Promise<CodedAct> {
  const parsed = actInput.safeParse(input);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? 'victims';
    throw new RecordRefusal({
      code: field.startsWith('victims') ? 'act-without-victim' : 'value-missing',
      field,
    });
  }
  const fields = parsed.data;
  const { onto } = fields;
  const known =
    onto === undefined ? undefined : await actOnRecord(tx, actor, onto, fields.passage, locale);
  const { act, involvements } = await entitiesOf(tx, actor, fields, known);
  const rest = {
    passage: fields.passage,
    basis: fields.basis,
    certainty: fields.certainty,
    chain: fields.chain,
  };
  const about = (field: keyof ActInput, entity: string, property: string, value = ''): Part[] =>
    value === '' ? [] : [{ field, claim: { entity, property, value, ...rest } }];
  const parts = [
    ...about('actType', act, 'actType', fields.actType),
    ...fields.victims.flatMap((victim) => about('victims', act, 'victim', victim)),
    ...about('event', act, 'event', fields.event),
    ...about('date', act, 'startDate', fields.date),
    ...about('place', act, 'place', fields.place),
    ...about('statedReason', act, 'statedReason', fields.statedReason),
    ...fields.perpetrators.flatMap(({ entity, degree }, index) => {
      const involvement = involvements[index] ?? '';
      return [
        ...about('perpetrators', involvement, 'act', act),
        ...about('perpetrators', involvement, 'perpetrator', entity),
        ...about('perpetrators', involvement, 'involvementDegree', degree),
      ];
    }),
  ];
  const fresh = parts.filter(({ claim }) => known?.hasSaid(claim) !== true);
  return { act, involvements, claims: await writeParts(tx, actor, fresh, locale) };
}

/** A claim, and the field of the input that it comes from. */
interface Part {
  readonly field: keyof ActInput;
  readonly claim: ClaimInput;
}

async function writeParts(
  tx: Tx,
  actor: Actor,
  parts: readonly Part[],
  locale: Locale,
): Promise<string[]> {
  const claims = parts.map(({ claim }) => claim);
  try {
    return (await writeClaims(tx, actor, claims, locale)).map(({ uid: written }) => written);
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    // All of them rest on the same words and the same chain: a fault there is one fault.
    const problems = error.problems.map(({ field = '', ...problem }) => {
      const [index = '', name = ''] = field.split('.');
      const own = name === 'value' || name === 'entity' ? parts[Number(index)]?.field : undefined;
      return { ...problem, field: own ?? (name === '' ? field : name) };
    });
    const once = new Map(problems.map((one) => [`${one.field} ${one.code}`, one]));
    throw new RecordRefusal([...once.values()], { cause: error });
  }
}

// Whoever is known to have taken part takes part once.
async function entitiesOf(
  tx: Tx,
  actor: Actor,
  { onto, perpetrators, passage }: z.output<typeof actInput>,
  known: ActOnRecord | undefined,
): Promise<{ readonly act: string; readonly involvements: readonly string[] }> {
  const newcomers = perpetrators.filter(({ entity }) => known?.involvements.has(entity) !== true);
  const created = await createEntities(
    tx,
    actor,
    [
      ...(onto === undefined ? (['act'] as const) : []),
      ...newcomers.map(() => 'involvement' as const),
    ],
    await scopeForWords(tx, actor, [passage]),
  );
  const uids = created.map((one) => one.uid);
  const act = onto ?? uids.shift();
  if (act === undefined) throw new TypeError('createEntities gave no act');
  const involvements = perpetrators.map(
    ({ entity }) => known?.involvements.get(entity) ?? uids.shift() ?? '',
  );
  return { act, involvements };
}
