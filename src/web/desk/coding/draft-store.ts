import type { Region } from '#evidence';
import type { ActDraft } from './act-draft.ts';
import type { ClaimDraft } from './draft.ts';
import type { NamesDraft } from './names-draft.ts';
import type { SelectedWords } from './selected-words.ts';
import type { Stretch } from './sentences.ts';

/** What is typed in each form of the page. */
export interface Drafts {
  readonly claim: ClaimDraft;
  readonly act: ActDraft;
  readonly names: NamesDraft;
}
export type FormName = keyof Drafts;

/** What a lost connection or a closed window must not lose. */
export type KeptDraft = { readonly [Form in FormName]: KeptIn<Form> }[FormName];

export interface KeptIn<Form extends FormName> {
  readonly form: Form;
  /** Uid of the text, or of the picture or recording. */
  readonly layer: string;
  readonly stretch: Stretch;
  /** Where in the picture or recording. */
  readonly region?: Region | undefined;
  readonly draft: Drafts[Form];
  /** When it was typed, in milliseconds: of several the last comes back by itself. */
  readonly at: number;
}

/** Whose drafts, of which source. */
export interface DraftOwner {
  readonly account: string;
  readonly source: string;
}

// Raised when the shape of a draft changes: older ones are then dropped instead of misread.
const version = 2;

/** One draft a person, source and form. Signing out clears all of them (Clear-Site-Data). */
function keyOf({ account, source }: DraftOwner, form: FormName): string {
  return `countersign.draft.${version}.${account}.${source}.${form}`;
}

/** Keeps a draft. Where the browser keeps nothing, typing goes on all the same. */
export function keepDraft<Form extends FormName>(owner: DraftOwner, kept: KeptIn<Form>): void {
  try {
    localStorage.setItem(keyOf(owner, kept.form), JSON.stringify(kept));
  } catch {
    // No room, or storage is switched off.
  }
}

export function dropDraft(owner: DraftOwner, form: FormName): void {
  try {
    localStorage.removeItem(keyOf(owner, form));
  } catch {
    // Nothing was kept then.
  }
}

export function keptDraft<Form extends FormName>(
  owner: DraftOwner,
  form: Form,
): KeptIn<Form> | undefined {
  try {
    const text = localStorage.getItem(keyOf(owner, form));
    // Written by ourselves under this version.
    return text === null ? undefined : (JSON.parse(text) as KeptIn<Form>);
  } catch {
    return undefined;
  }
}

/** The draft last typed on a text, picture or recording, whichever the form. */
export function lastDraft(owner: DraftOwner, layer: string): KeptDraft | undefined {
  return [keptDraft(owner, 'claim'), keptDraft(owner, 'act'), keptDraft(owner, 'names')]
    .flatMap((kept): KeptDraft[] => (kept === undefined ? [] : [kept]))
    .filter((kept) => kept.layer === layer)
    .toSorted((a, b) => b.at - a.at)[0];
}

/** What was typed in a form on these very words, or on this place. */
export function draftOn<Form extends FormName>(
  owner: DraftOwner,
  form: Form,
  layer: string,
  words: SelectedWords,
): Drafts[Form] | undefined {
  const kept = keptDraft(owner, form);
  return kept?.layer === layer && isOn(kept, words) ? kept.draft : undefined;
}

export function isOn({ stretch, region }: KeptIn<FormName>, words: SelectedWords): boolean {
  if (words.seen !== undefined) {
    return JSON.stringify(region) === JSON.stringify(words.seen.region);
  }
  const { start, end } = words.stretch;
  return region === undefined && stretch.start === start && stretch.end === end;
}
