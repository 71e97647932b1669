/** How a page shows a copy: as a picture, or in a player. */
export type MediaKind = 'image' | 'audio' | 'video';

// What a page may draw or play by `img`, `audio` and `video`. Nothing that can carry a script is here
// (SVG, HTML, XML, PDF): whoever made the file may have chosen its type.
const shown: Readonly<Record<MediaKind, readonly string[]>> = {
  image: ['png', 'apng', 'jpeg', 'gif', 'webp', 'avif', 'bmp'],
  audio: ['mpeg', 'mp4', 'x-m4a', 'aac', 'ogg', 'opus', 'wav', 'webm', 'flac', 'x-flac'],
  video: ['mp4', 'webm', 'ogg', 'quicktime', 'x-m4v'],
};

/**
 * The type of a copy that pages may show.
 *
 * @param mediaType as it was detected or said; parameters allowed.
 * @returns undefined for everything else: that is only downloaded.
 */
export function shownMedia(
  mediaType: string,
): { readonly kind: MediaKind; readonly type: string } | undefined {
  const type = (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
  const kind = (['image', 'audio', 'video'] as const).find((one) =>
    shown[one].some((subtype) => type === `${one}/${subtype}`),
  );
  return kind === undefined ? undefined : { kind, type };
}
