import { z } from 'zod';
import { decodeBase64, encodeBase64, maxUint64 } from '@countersign/proof';
import type { TreeHead } from '../signer.ts';

// What instance and signer say to each other, as JSON; either may be in other hands by now.

const size = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,19})$/)
  .transform(BigInt)
  .refine((value) => value <= maxUint64);
const hash = z
  .string()
  .length(44)
  .transform((text, context) => {
    const bytes = decodeBase64(text);
    if (bytes?.length === 32) return bytes;
    context.addIssue('no hash');
    return z.NEVER;
  });
const head = z.object({ size, root: hash });
const key = z.string().max(4096);

export const questions = {
  state: z.object({}),
  sign: z.object({ head, oldSize: size, proof: z.array(hash).max(64) }),
  remember: z.object({ head }),
  successor: z.object({ from: key }),
  retire: z.object({ from: key }),
} as const;

export const answers = {
  state: z.object({ keys: z.array(key).min(1).max(2), last: head.nullable() }),
  sign: z.object({ note: z.string().max(65_536) }),
  remember: z.object({}),
  successor: z.object({ successor: key }),
  retire: z.object({}),
} as const;

export const refused = z.object({ code: z.string().max(64), message: z.string().max(2000) });

/** A tree head as JSON carries it. */
export function headToJson({ size: count, root }: TreeHead): { size: string; root: string } {
  return { size: String(count), root: encodeBase64(root) };
}
