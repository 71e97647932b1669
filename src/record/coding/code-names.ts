import type { Tx } from '#platform/database';
import type { Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import type { ClaimInput, LinkInput } from '../claims/claim-input.ts';
import { writeClaims } from '../claims/write-claims.ts';
import { createEntities, scopeForWords } from '../entities/create-entity.ts';
import { RecordRefusal } from '../record-refusal.ts';
import type { KindCode } from '../vocabulary/index.ts';

/** One row of a list of names: somebody known, or somebody new, with the words that name them. */
export interface NameRow {
  /** The entity meant; absent to create one. */
  readonly entity?: string;
  readonly name: string;
  readonly passage: string;
  /** What the list says of them besides the name: occupation, citizenship … */
  readonly also?: readonly { readonly property: string; readonly value: string }[];
}

export interface NameList {
  readonly kind: KindCode;
  readonly rows: readonly NameRow[];
  readonly language?: string;
  readonly certainty?: string;
  readonly chain?: readonly LinkInput[];
  /** What all of them are to one other entity: signatories of a letter, cast of a work. */
  readonly role?: { readonly entity: string; readonly property: string };
}

export interface CodedNames {
  readonly entities: readonly string[];
  readonly claims: readonly string[];
}

/**
 * Codes a list of names from a source, each row resting on its own passage.
 *
 * @returns the entities in the order of the rows, and every claim written.
 * @throws RecordRefusal whose `field` begins with the number of the row.
 */
export async function codeNames(
  tx: Tx,
  actor: Actor,
  list: NameList,
  locale: Locale,
): Promise<CodedNames> {
  const empty = list.rows.findIndex((row) => row.name.trim() === '');
  if (empty >= 0) throw new RecordRefusal({ code: 'name-missing', field: `${empty}.name` });
  const fresh = list.rows.filter((row) => row.entity === undefined);
  const created = await createEntities(
    tx,
    actor,
    fresh.map(() => list.kind),
    await scopeForWords(
      tx,
      actor,
      fresh.map((row) => row.passage),
    ),
  );
  const uidOf = new Map(fresh.map((row, index) => [row, created[index]?.uid ?? '']));
  const entities = list.rows.map((row) => row.entity ?? uidOf.get(row) ?? '');
  const nameProperty = list.kind === 'work' || list.kind === 'event' ? 'title' : 'name';
  const claims = list.rows.flatMap((row, index): ClaimInput[] => {
    const entity = entities[index] ?? '';
    const common = {
      passage: row.passage,
      certainty: list.certainty ?? 'unknown',
      chain: [...(list.chain ?? [])],
    };
    return [
      {
        ...common,
        ...(list.language !== undefined && { language: list.language }),
        entity,
        property: nameProperty,
        value: row.name,
        basis: 'quoted',
      },
      ...(row.also ?? []).map((also) => ({ ...common, ...also, entity, basis: 'coded' as const })),
      ...(list.role === undefined
        ? []
        : [
            {
              ...common,
              entity: list.role.entity,
              property: list.role.property,
              value: entity,
              basis: 'coded' as const,
            },
          ]),
    ];
  });
  const written = await writeClaims(tx, actor, claims, locale);
  return { entities, claims: written.map(({ uid }) => uid) };
}
