import { shownMedia, type MediaKind } from '../../shown-media.ts';

/** A copy that pages of the desk show: a picture, or a recording in a player. */
export interface ShownCopy {
  readonly uid: string;
  readonly kind: MediaKind;
  /** Of its file; undefined where it came without. */
  readonly name: string | undefined;
}

/** @returns undefined for a copy that is only downloaded. */
export function shownCopy(copy: {
  readonly uid: string;
  readonly mediaType: string;
  readonly fileName?: string | null;
}): ShownCopy | undefined {
  const media = shownMedia(copy.mediaType);
  if (media === undefined) return undefined;
  return { uid: copy.uid, kind: media.kind, name: copy.fileName ?? undefined };
}

export function copyAddress(uid: string): string {
  return `/desk/copies/${uid}`;
}
