import { canonicalJson, type JsonValue } from '@countersign/proof';
import { verifications, type Verification } from './verification.ts';
import { readRule, ruleJson, type WithheldRule } from './withheld-rule.ts';

/** How somebody appears under a letter. */
export const appearances = ['named', 'organisers', 'described', 'counted', 'withheld'] as const;
export type Appearance = (typeof appearances)[number];

/** What a signature counts as: the field `class` of its entry (spec/signature.md). */
export interface SignatureClass {
  /** Public id of the letter. */
  readonly letter: string;
  /** SHA-256 of the text that was signed, as base64. */
  readonly text: string;
  /** Whether this is somebody's first signature under the letter, or their word for a later version. */
  readonly affirms: 'first' | 'again';
  readonly appearance: Appearance;
  readonly verification: Verification;
  /** Until when the name is withheld; there exactly when it is. */
  readonly rule?: WithheldRule;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const hash = /^[A-Za-z0-9+/]{43}=$/u;

/** Reads a class from JSON that anybody may have made; undefined when it is none. */
export function readClass(value: JsonValue | undefined): SignatureClass | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = value as Readonly<Record<string, JsonValue>>;
  const { letter, text, affirms, appearance, verification } = members;
  if (typeof letter !== 'string' || !uuid.test(letter)) return undefined;
  if (typeof text !== 'string' || !hash.test(text)) return undefined;
  if (affirms !== 'first' && affirms !== 'again') return undefined;
  const shown = appearances.find((one) => one === appearance);
  const known = verifications.find((one) => one === verification);
  const rule = readRule(members['rule']);
  const isWhole = Object.keys(members).length === (rule === undefined ? 5 : 6);
  if (shown === undefined || known === undefined || !isWhole) return undefined;
  if ((shown === 'withheld') !== (rule !== undefined)) return undefined;
  const own = { letter, text, affirms, appearance: shown, verification: known } as const;
  return rule === undefined ? own : { ...own, rule };
}

/** A class as JSON. */
export function classJson({ rule, ...own }: SignatureClass): { [member: string]: JsonValue } {
  return { ...own, ...(rule && { rule: ruleJson(rule) }) };
}

/** One spelling of a class, for use as a key and for comparing. */
export function classKey(one: SignatureClass): string {
  return canonicalJson(classJson(one));
}
