import type { Labels } from '../labels.ts';
import type { Term } from '../vocabulary.ts';

/** One line of a HURIDOCS-keyed list. The wider term is not written: it follows from the digits. */
export interface HuridocsRow extends Labels {
  readonly code: string;
  /** Present on terms of ours; their codes stand in ranges that HURIDOCS leaves free. */
  readonly extension?: true;
  /** What an extension is exchanged as, where the digits do not say it. */
  readonly huridocs?: string;
}

/** One line of a list of our own, keyed by words. */
export interface OwnRow extends Labels {
  readonly code: string;
  readonly parent?: string;
  /** The HURIDOCS term that means the same, where there is one. */
  readonly huridocs?: string;
}

/**
 * Terms of a list keyed by twelve digits in pairs, wider terms first.
 * A term's parent is the nearest listed code made by zeroing pairs from the right. An extension is
 * exchanged as its nearest ancestor that HURIDOCS has.
 */
export function huridocsTerms(rows: readonly HuridocsRow[]): readonly Term[] {
  const terms = new Map<string, Term>();
  for (const { code, extension, huridocs, en, fr, fa } of rows) {
    const parent = ancestors(code).find((wider) => terms.has(wider));
    const exchanged = huridocs ?? (extension ? parent && terms.get(parent)?.huridocs : code);
    terms.set(code, {
      code,
      ...(parent === undefined ? {} : { parent }),
      ...(exchanged === undefined ? {} : { huridocs: exchanged }),
      ...(extension ? { extension } : {}),
      labels: { en, fr, fa },
    });
  }
  return [...terms.values()];
}

export function ownTerms(rows: readonly OwnRow[]): readonly Term[] {
  return rows.map(({ code, parent, huridocs, en, fr, fa }) => ({
    code,
    ...(parent === undefined ? {} : { parent }),
    ...(huridocs === undefined ? {} : { huridocs }),
    labels: { en, fr, fa },
  }));
}

/** `010106010000` → `010106000000`, `010100000000`, `010000000000`. */
function ancestors(code: string): string[] {
  const wider: string[] = [];
  for (let digits = code.length - 2; digits > 0; digits -= 2) {
    const candidate = code.slice(0, digits).padEnd(code.length, '0');
    if (candidate !== code && candidate !== wider.at(-1)) wider.push(candidate);
  }
  return wider;
}
