import type { JsonValue } from '@countersign/proof';
import type { Inputs } from '../judge.ts';

/** Some bytes of a kind for both implementations to judge. */
export interface Case {
  readonly name: string;
  readonly kind: string;
  readonly inputs: Inputs;
  /**
   * What both must come to. `unharmed`: refused, or what is proven is still `proven`, because only what
   * proves nothing was changed.
   */
  readonly expect: 'accepted' | 'refused' | 'unharmed' | 'agreed';
  /** What the original of a changed case says. */
  readonly proven?: JsonValue;
  /** Where the two differ on purpose: the TypeScript accepts what the Python refuses, or the reverse. */
  readonly differs?: { readonly accepts: 'typescript' | 'python'; readonly why: string };
}

/** The UTF-8 of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A JSON value that is text. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected text');
  return value;
}

/** Inputs of which texts are given as they are. */
export function inputsOf(inputs: Readonly<Record<string, string | Uint8Array>>): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      typeof value === 'string' ? utf8(value) : value,
    ]),
  );
}
