import type {
  EditionDocument,
  PublicClaim,
  PublicEntity,
  PublicLink,
  PublicPart,
  PublicPassage,
  PublicProperty,
  PublicSource,
} from '#editions';
import { property, term, type KindCode } from '#record';

/** Uids that are the same in every run: `uidOf(7)` ends in 7. */
export function uidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

type Names = Readonly<Record<string, string>>;

export interface SaidOptions {
  readonly passage?: string;
  readonly language?: string;
  readonly entity?: string;
  readonly measure?: PublicClaim['measure'];
  readonly chain?: readonly PublicLink[];
  readonly basis?: string;
  readonly certainty?: string;
  readonly valid?: string;
  readonly reason?: string;
  readonly original?: string;
}

/** Builds the document of one subject by hand, the way a publication would. */
export class EditionBuilder {
  readonly #uid: string;
  readonly #kind: string;
  readonly #names: Names;
  #next: number;
  readonly #claims: PublicClaim[] = [];
  readonly #passages: PublicPassage[] = [];
  readonly #sources = new Map<string, PublicSource>();
  readonly #entities = new Map<string, PublicEntity>();
  readonly #properties: PublicProperty[] = [];
  readonly #parts: PublicPart[] = [];

  /** @param first number of the first uid of what it makes; leave room between builders. */
  constructor(uid: string, kind: string, names: Names, first: number) {
    this.#uid = uid;
    this.#kind = kind;
    this.#names = names;
    this.#next = first;
  }

  #makeUid(): string {
    this.#next += 1;
    return uidOf(this.#next);
  }

  uses(source: PublicSource): this {
    this.#sources.set(source.uid, source);
    return this;
  }

  mentions(uid: string, kind: KindCode, names: Names, page = true): string {
    this.#entities.set(uid, { uid, kind, names, caption: [], page });
    return uid;
  }

  words(
    source: PublicSource,
    quote: string,
    translations: PublicPassage['translations'] = [],
  ): string {
    this.uses(source);
    const uid = this.#makeUid();
    const language = source.language ?? 'en';
    this.#passages.push({ uid, source: source.uid, quote, language, translations });
    return uid;
  }

  /** Makes a claim; give it to `says` or to a part. */
  claim(code: string, value: string, options: SaidOptions = {}): string {
    const uid = this.#makeUid();
    const passage = this.#passages.find((one) => one.uid === options.passage);
    const { measure, entity, language, valid, reason, original } = options;
    this.#claims.push({
      uid,
      property: code,
      value,
      basis: options.basis ?? 'coded',
      certainty: options.certainty ?? 'unknown',
      chain: options.chain ?? [],
      ...(entity !== undefined && { entity }),
      ...(measure !== undefined && { measure }),
      ...(language !== undefined && { language }),
      ...(valid !== undefined && { valid }),
      ...(reason !== undefined && { reason }),
      ...(original !== undefined && { original }),
      ...(passage !== undefined && { passage: passage.uid, source: passage.source }),
    });
    return uid;
  }

  /** Values of one property; each entry holds the claims that say the same. */
  property(
    code: string,
    shown: readonly (readonly string[])[],
    rest: Partial<PublicProperty> = {},
  ): PublicProperty {
    return {
      property: code,
      rule: property(code)?.defaultResolution ?? 'ranked-source',
      reason: '',
      dispute: 'none',
      settled: true,
      others: [],
      ...rest,
      shown: shown.map((claims) => ({ claims, origins: claims.length })),
    };
  }

  says(...properties: readonly PublicProperty[]): this {
    this.#properties.push(...properties);
    return this;
  }

  part(kind: string, by: string, properties: readonly PublicProperty[], of?: string): string {
    const uid = this.#makeUid();
    this.#parts.push({ uid, kind, by, properties, ...(of !== undefined && { of }) });
    this.#entities.set(uid, { uid, kind, names: {}, caption: [], page: kind === 'intervention' });
    return uid;
  }

  /** One value of a part or subject said by one claim. */
  one(code: string, value: string, options: SaidOptions = {}): PublicProperty {
    return this.property(code, [[this.claim(code, value, options)]]);
  }

  build(): EditionDocument {
    const terms = new Map<string, EditionDocument['terms'][number]>();
    for (const claim of this.#claims) {
      const definition = property(claim.property);
      if (definition?.valueType !== 'term') continue;
      const { vocabulary } = definition;
      const labels = term(vocabulary, claim.value)?.labels;
      if (labels === undefined) throw new Error(`expected a term ${vocabulary}/${claim.value}`);
      terms.set(`${vocabulary}/${claim.value}`, { vocabulary, code: claim.value, labels });
    }
    return {
      v: 1,
      subject: this.#uid,
      kind: this.#kind,
      names: this.#names,
      caption: [{ type: 'text', byLanguage: this.#names }],
      properties: this.#properties,
      parts: this.#parts,
      claims: this.#claims,
      passages: this.#passages,
      sources: [...this.#sources.values()],
      entities: [...this.#entities.values()],
      terms: [...terms.values()],
    };
  }
}

/** The document of a source, as a publication would make it. */
export function sourceDocument(
  source: PublicSource,
  through: readonly PublicSource[] = [],
): EditionDocument {
  const names = { [source.language ?? '']: source.title };
  return {
    v: 1,
    subject: source.uid,
    kind: 'source',
    names,
    caption: [{ type: 'text', byLanguage: names }],
    properties: [],
    parts: [],
    claims: [],
    passages: [],
    sources: [source, ...through],
    entities: [],
    terms: [],
  };
}
