import { createHash } from 'node:crypto';
import { direction, type Locale, type Translator } from '#platform/languages';
import { html, Markup } from '#publish';

/** What a frame on somebody else's page says of a letter. No name of anybody who signed is in it. */
export interface EmbedFacts {
  readonly title: string;
  /** BCP 47, of the title. */
  readonly language: string;
  readonly form: 'collective' | 'testimony';
  /** People who have signed; undefined where nobody can sign. */
  readonly signed: number | undefined;
  readonly isOpen: boolean;
  readonly publisher: string;
  /** Address of the letter's page. */
  readonly address: string;
}

const style = `
:root{color-scheme:light dark}
*{box-sizing:border-box;margin:0}
body{font:1rem/1.5 system-ui,sans-serif;padding:1.25rem;background:Canvas;color:CanvasText;
border:1px solid color-mix(in srgb,CanvasText 25%,transparent);min-block-size:100vh;
display:flex;flex-direction:column;gap:.5rem}
.form,.by{font-size:.85rem;opacity:.75}
h1{font:600 1.35rem/1.3 Georgia,'Times New Roman',serif;text-wrap:balance;overflow-wrap:anywhere}
[dir=rtl] h1{font-family:Vazirmatn,Tahoma,sans-serif}
.count{font-size:1.1rem}
a{color:inherit}
.go a{display:inline-block;padding:.5rem .9rem;border:1px solid currentColor;border-radius:.3rem;
font-weight:600;text-decoration:none}
.go a:hover,.go a:focus-visible{text-decoration:underline;outline:2px solid currentColor;outline-offset:2px}
.by{margin-block-start:auto}
`;

// By itself, because the policy knows its very bytes.
const styleElement = new Markup(`<style>${style}</style>`);

/** SHA-256 of the style sheet, base64, for the page's policy. */
export const embedStyleHash = createHash('sha256').update(style).digest('base64');

/** The whole page of the frame: no script, nothing loaded, nothing remembered. Pure. */
export function embedPage(facts: EmbedFacts, locale: Locale, t: Translator): string {
  const { title, language, form, signed, isOpen, publisher, address } = facts;
  const link = html`href="${address}" target="_blank" rel="noopener"`;
  const page = html`<!doctype html>
    <html lang="${locale}" dir="${direction(locale)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <p class="form">${t(`letter.form.${form}`)}</p>
        <h1><bdi lang="${language}">${title}</bdi></h1>
        ${signed === undefined ? '' : html`<p class="count">${t('count', { count: signed })}</p>`}
        <p class="go"><a ${link}>${t(isOpen ? 'embed.sign' : 'embed.read')}</a></p>
        <p class="by"><bdi>${publisher}</bdi></p>
      </body>
    </html>`;
  return page.html.replaceAll(/\n\s+/gu, '\n');
}
