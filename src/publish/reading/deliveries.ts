import { z } from 'zod';
import { parseEdtf, type Edtf } from '#platform/calendar';
import type { DeliveryReading } from './reading.ts';

const day = z.string().transform((text, context): Edtf => {
  const parsed = parseEdtf(text);
  if (parsed.ok) return parsed.edtf;
  context.addIssue({ code: 'custom', input: text });
  return z.NEVER;
});

const delivery = z.object({
  uid: z.uuid(),
  addressee: z.string(),
  on: day,
  how: z.enum(['handed-over', 'mail', 'registered-post', 'post', 'other']).catch('other'),
  by: z.string(),
  signed: z.object({ total: z.int().min(0) }),
  acknowledged: day.optional(),
  answered: z
    .object({ on: day, answer: z.string().default(''), source: z.uuid().optional() })
    .optional(),
  changed: z.string().default(''),
});

/** What a letter's edition tells of deliveries. Hostile: the document may be of anybody's dossier. Pure. */
export function readDeliveries(value: unknown): DeliveryReading[] {
  const all = z.array(z.unknown()).safeParse(value).data ?? [];
  return all.flatMap((one): DeliveryReading[] => {
    const { success, data } = delivery.safeParse(one);
    if (!success) return [];
    const { signed, acknowledged, answered, ...rest } = data;
    return [
      {
        ...rest,
        signed: signed.total,
        ...(acknowledged !== undefined && { acknowledged }),
        ...(answered !== undefined && { answered: withSource(answered) }),
      },
    ];
  });
}

// zod types an optional member as one that may also be undefined.
function withSource({
  source,
  ...rest
}: NonNullable<z.output<typeof delivery>['answered']>): NonNullable<DeliveryReading['answered']> {
  return { ...rest, ...(source !== undefined && { source }) };
}

export const solidarityIds = z.array(z.uuid());
