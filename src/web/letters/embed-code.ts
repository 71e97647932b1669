import { html } from '#publish';

/** Of a frame where nobody says another, in CSS pixels. */
const embedSize = { width: 600, height: 260 } as const;

/** So high that a long title stands in it whole, on a phone too: a frame without script cannot grow. */
export function embedSizeOf(title: string): { readonly width: number; readonly height: number } {
  const lines = Math.ceil(title.length / 26);
  return { ...embedSize, height: Math.max(embedSize.height, 200 + lines * 30) };
}

/** What somebody puts into their page. */
export function embedCode(
  address: string,
  title: string,
  { width, height }: { readonly width: number; readonly height: number } = embedSizeOf(title),
): string {
  return html`<iframe
    src="${address}"
    title="${title}"
    width="${String(width)}"
    height="${String(height)}"
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    loading="lazy"
    style="border:0"
  ></iframe>`.html
    .replaceAll(/\s*\n\s*/gu, ' ')
    .replace(' >', '>');
}
