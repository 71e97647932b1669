import type { Region } from '#evidence';
import type { ClaimDraft } from './draft.ts';
import type { Stretch } from './sentences.ts';

/** What a lost connection or a closed window must not lose. */
export interface KeptDraft {
  /** Uid of the text, or of the picture or recording. */
  readonly layer: string;
  readonly stretch: Stretch;
  /** Where in the picture or recording. */
  readonly region?: Region | undefined;
  readonly draft: ClaimDraft;
}

// Raised when the shape of a draft changes: older ones are then dropped instead of misread.
const version = 1;

/** One draft a person and source. Signing out clears all of them (Clear-Site-Data). */
function keyOf(account: string, source: string): string {
  return `countersign.draft.${version}.${account}.${source}`;
}

/** Keeps a draft. Where the browser keeps nothing, typing goes on all the same. */
export function keepDraft(account: string, source: string, kept: KeptDraft): void {
  try {
    localStorage.setItem(keyOf(account, source), JSON.stringify(kept));
  } catch {
    // No room, or storage is switched off.
  }
}

export function dropDraft(account: string, source: string): void {
  try {
    localStorage.removeItem(keyOf(account, source));
  } catch {
    // Nothing was kept then.
  }
}

export function keptDraft(account: string, source: string): KeptDraft | undefined {
  try {
    const text = localStorage.getItem(keyOf(account, source));
    // Written by ourselves under this version.
    return text === null ? undefined : (JSON.parse(text) as KeptDraft);
  } catch {
    return undefined;
  }
}
