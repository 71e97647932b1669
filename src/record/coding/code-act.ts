import { z } from 'zod';
import type { Tx } from '#platform/database';
import type { Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { linkInput, type ClaimInput } from '../claims/claim-input.ts';
import { writeClaims } from '../claims/write-claims.ts';
import { createEntities, scopeForWords } from '../entities/create-entity.ts';
import { RecordRefusal } from '../record-refusal.ts';

const uid = z.uuid();

const actInput = z.object({
  actType: z.string().max(40),
  victims: z.array(uid).min(1).max(50),
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
});

/** Who did what to whom, when and where, in which words. */
export type ActInput = z.input<typeof actInput>;

export interface CodedAct {
  readonly act: string;
  readonly involvements: readonly string[];
  readonly claims: readonly string[];
}

/**
 * Codes an act from one passage: the act, an involvement for each perpetrator, and a claim for every
 * field, all resting on the same words. One decision of the documenter, many claims of the record.
 *
 * @throws RecordRefusal as `writeClaims` does, and `act-without-victim`.
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
  const kinds = ['act', ...fields.perpetrators.map(() => 'involvement' as const)] as const;
  const scope = await scopeForWords(tx, actor, [fields.passage]);
  const [act, ...involvements] = await createEntities(tx, actor, kinds, scope);
  if (act === undefined) throw new TypeError('createEntities gave no act');
  const rest = {
    passage: fields.passage,
    basis: fields.basis,
    certainty: fields.certainty,
    chain: fields.chain,
  };
  const about = (entity: string, property: string, value: string | undefined): ClaimInput[] =>
    value === undefined || value === '' ? [] : [{ entity, property, value, ...rest }];
  const claims = [
    ...about(act.uid, 'actType', fields.actType),
    ...fields.victims.flatMap((victim) => about(act.uid, 'victim', victim)),
    ...about(act.uid, 'event', fields.event),
    ...about(act.uid, 'startDate', fields.date),
    ...about(act.uid, 'place', fields.place),
    ...about(act.uid, 'statedReason', fields.statedReason),
    ...fields.perpetrators.flatMap(({ entity, degree }, index) => {
      const involvement = involvements[index]?.uid ?? '';
      return [
        ...about(involvement, 'act', act.uid),
        ...about(involvement, 'perpetrator', entity),
        ...about(involvement, 'involvementDegree', degree),
      ];
    }),
  ];
  const written = await writeClaims(tx, actor, claims, locale);
  return {
    act: act.uid,
    involvements: involvements.map((involvement) => involvement.uid),
    claims: written.map((claim) => claim.uid),
  };
}
