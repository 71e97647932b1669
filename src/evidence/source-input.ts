import { z } from 'zod';
import { boundsOf, parseHumanDate } from '#platform/calendar';
import { isKeepable } from '#platform/database';
import type { Problem } from '#platform/errors';
import { invisibleIn, type Locale } from '#platform/languages';
import { hasLogin } from './address-secrets.ts';
import { EvidenceRefusal, type EvidenceCode } from './evidence-refusal.ts';
import { canonicalAddress } from './fetching/index.ts';

/** HURIDOCS MT42: nobody has assessed the source. The database has the same default. */
export const unknownReliability = '990000000000';

const line = (most: number) => z.string().trim().max(most);

/** What is told of a source, as typed. */
export const sourceInput = z.object({
  title: line(500).min(1, 'source-title-missing'),
  authors: z.array(line(200)).max(50).default([]),
  publisher: line(300).default(''),
  /** A day in either calendar, or EDTF. */
  published: line(80).default(''),
  language: line(35).default(''),
  material: line(60),
  reliability: line(40).default(unknownReliability),
  address: line(2_000).default(''),
  notes: z.string().max(20_000).default(''),
  seen: z.boolean().default(true),
  scope: z.int().optional(),
  /** Sources, by uid, through which this one is known. */
  through: z.array(z.uuid()).max(20).default([]),
});

// In its normal form, where a letter may become nine signs; an entry of an index holds no more.
const longestAddress = 2_000;

export type SourceInput = z.input<typeof sourceInput>;

/**
 * What the description of a source is read by. The codes are a vocabulary's, which lies above the
 * sources; so whoever adds or edits one hands it in, and no other code is ever stored.
 */
export interface SourceReading {
  readonly locale: Locale;
  readonly isMaterial: (code: string) => boolean;
  readonly isReliability: (code: string) => boolean;
}

/** A source's description as it is stored. */
export interface SourceFields {
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher: string | null;
  readonly published: string | null;
  readonly published_from: string | null;
  readonly published_to: string | null;
  readonly language: string | null;
  readonly material: string;
  readonly reliability: string;
  readonly address: string | null;
  readonly address_key: string | null;
  readonly notes: string;
  readonly seen: boolean;
}

/**
 * Reads the description of a source.
 *
 * @throws EvidenceRefusal with a problem per field.
 */
export function parseSource(
  input: SourceInput,
  { locale, isMaterial, isReliability }: SourceReading,
): { readonly fields: SourceFields; readonly scope?: number; readonly through: readonly string[] } {
  const parsed = sourceInput.safeParse(input);
  if (!parsed.success) {
    throw new EvidenceRefusal(
      parsed.error.issues.map((issue) => ({
        code: issue.code === 'too_big' ? 'source-title-too-long' : 'source-title-missing',
        field: issue.path.join('.'),
      })),
    );
  }
  if (!isKeepable(parsed.data)) throw new EvidenceRefusal({ code: 'bad-characters' });
  const { scope, through, ...typed } = parsed.data;
  const problems: Problem<EvidenceCode>[] = invisibleProblems(typed);
  const published = parsePublished(typed.published, locale);
  if (published === undefined) problems.push({ code: 'source-bad-date', field: 'published' });
  if (!isMaterial(typed.material)) {
    problems.push({ code: 'source-bad-material', field: 'material' });
  }
  if (!isReliability(typed.reliability)) {
    problems.push({ code: 'source-bad-reliability', field: 'reliability' });
  }
  const addressKey = typed.address === '' ? null : canonicalAddress(typed.address);
  if (addressKey === undefined || (addressKey?.length ?? 0) > longestAddress)
    problems.push({ code: 'source-bad-address', field: 'address' });
  // Kept, it would be shown to everyone who may see the source, and sent whenever somebody follows it.
  else if (hasLogin(typed.address)) {
    problems.push({ code: 'source-address-login', field: 'address' });
  }
  const language = typed.language === '' ? null : canonicalLanguage(typed.language);
  if (language === undefined) problems.push({ code: 'source-bad-language', field: 'language' });
  if (problems.length > 0 || !published || addressKey === undefined || language === undefined) {
    throw new EvidenceRefusal(problems);
  }
  const fields = {
    title: typed.title,
    authors: typed.authors.filter((author) => author !== ''),
    publisher: typed.publisher === '' ? null : typed.publisher,
    ...published,
    language,
    material: typed.material,
    reliability: typed.reliability,
    address: typed.address === '' ? null : typed.address,
    address_key: addressKey,
    notes: typed.notes,
    seen: typed.seen,
  };
  return { fields, through, ...(scope !== undefined && { scope }) };
}

function invisibleProblems({
  title,
  authors,
  publisher,
}: Pick<z.output<typeof sourceInput>, 'title' | 'authors' | 'publisher'>): Problem<EvidenceCode>[] {
  const texts = Object.entries({ title, authors: authors.join('\n'), publisher });
  return texts.flatMap(([field, text]): Problem<EvidenceCode>[] => {
    const hidden = invisibleIn(text);
    return hidden === undefined
      ? []
      : [{ code: 'invisible-character', field, params: { ...hidden } }];
  });
}

type Published = Pick<SourceFields, 'published' | 'published_from' | 'published_to'>;

function parsePublished(typed: string, locale: Locale): Published | undefined {
  if (typed === '') return { published: null, published_from: null, published_to: null };
  const parsed = parseHumanDate(typed, { locale });
  if (!parsed.ok) return undefined;
  const { earliest, latest } = boundsOf(parsed.edtf);
  return {
    published: parsed.edtf,
    published_from: earliest ?? null,
    published_to: latest ?? null,
  };
}

function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
