import { html } from '#publish';

/** Of a frame where nobody says another, in CSS pixels. */
export const embedSize = { width: 600, height: 260 } as const;

/** What somebody puts into their page. */
export function embedCode(
  address: string,
  title: string,
  { width, height }: { readonly width: number; readonly height: number } = embedSize,
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
