import type { KindCode } from '#record';
import { codePointOffset, withoutInvisible } from '#platform/languages';
import { toChain, toChoice, type DraftLink, type Picked } from './draft.ts';
import { wordsNaming } from './find-quote.ts';
import type { NamesRequestInput } from './requests.ts';
import type { Stretch } from './sentences.ts';
import { looksLikeName, splitNames } from './split-names.ts';

/** One name of a list, with who is meant and what they do. */
export interface NameRow {
  readonly stretch: Stretch;
  readonly name: string;
  readonly isTaken: boolean;
  /** Somebody known; empty for somebody new. */
  readonly entity: string;
  /** Code of a term; empty for none. */
  readonly occupation: string;
}

/** A list of names as it is being worked on. Plain data: it is kept in the browser until it is saved. */
export interface NamesDraft {
  readonly kind: KindCode;
  readonly rows: readonly NameRow[];
  /** What they have in common. */
  readonly role?: Picked | undefined;
  readonly roleProperty: string;
  readonly chain: readonly DraftLink[];
}

/** The names that stand in some words of a text, each with its place. */
export function namesIn(text: string, stretch: Stretch, chain: readonly DraftLink[]): NamesDraft {
  const rows = splitNames(text, stretch).map((part) => ({
    stretch: part,
    name: withoutInvisible(text.slice(part.start, part.end)).replaceAll(/\s+/gu, ' '),
    isTaken: looksLikeName(text.slice(part.start, part.end)),
    entity: '',
    occupation: '',
  }));
  return { kind: 'person', rows, roleProperty: '', chain };
}

/**
 * The request that saves a list.
 *
 * @param stretch the words in which the names stand.
 * @returns undefined while no name is taken.
 */
export function toNamesRequest(
  { kind, rows, role, roleProperty, chain }: NamesDraft,
  layer: { readonly uid: string; readonly language: string; readonly text: string },
  stretch: Stretch,
): NamesRequestInput | undefined {
  const taken = rows.filter(({ isTaken }) => isTaken);
  if (taken.length === 0) return undefined;
  const at = ({ start, end }: Stretch) => ({
    start: codePointOffset(layer.text, start),
    end: codePointOffset(layer.text, end),
  });
  return {
    layer: layer.uid,
    kind,
    rows: taken.map((row) => ({
      ...at(row.stretch),
      name: row.name,
      ...(row.entity !== '' && { entity: row.entity }),
      ...(row.occupation.trim() !== '' && { occupation: row.occupation }),
    })),
    language: layer.language,
    certainty: 'unknown',
    chain: toChain(chain),
    ...(role !== undefined &&
      roleProperty !== '' && {
        role: {
          entity: toChoice(role),
          property: roleProperty,
          ...wordsNaming(layer.text, role.text, at(stretch)),
        },
      }),
  };
}
