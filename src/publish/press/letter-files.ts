import { blockWords, type Block, type LetterText, type Run } from '@countersign/letter';
import { html, Markup, type Part } from '../dossier/page/markup.ts';
import { runsLeftward } from './canvas.ts';
import type { LetterLabels } from './letter-labels.ts';

/** A letter as plain text, for mails and for pages that are set anew. Pure. */
export function letterAsText(text: LetterText, labels: LetterLabels): string {
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${title}\n${lines.join('\n')}`];
  const parts = [
    `${labels.form}\n\n${text.title}`,
    ...section(labels.to, text.addressees),
    ...text.blocks.map((block) => blockText(block, labels)),
    ...section(
      labels.demands,
      text.demands.map((demand, at) => `${labels.number(at + 1)}. ${demand}`),
    ),
    ...section(labels.initiators, text.initiators),
    [...labels.facts, labels.address].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: Block, { number }: LetterLabels): string {
  const words = blockWords(block);
  if (block.kind === 'quotation') return `> ${words}`;
  if (block.kind !== 'list') return words;
  return words
    .split('\n')
    .map((item, at) => `${block.ordered ? `${number(at + 1)}.` : '–'} ${item}`)
    .join('\n');
}

const style = `
:root{color-scheme:light dark}
body{font:1.1rem/1.65 Georgia,'Times New Roman',serif;max-inline-size:38rem;margin:3rem auto;padding:0 1.25rem}
[dir=rtl] body{font-family:Vazirmatn,Tahoma,sans-serif}
h1{line-height:1.25}h2{font-size:1rem}.to,.by{list-style:none;padding:0}
[lang=fa] ol{list-style:persian}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid #999}
footer{margin-block-start:3rem;font:.8rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
@media print{body{margin:0 auto;font-size:11pt}h2{break-after:avoid}li,blockquote{break-inside:avoid}}
`;

/** A letter as one HTML file that needs nothing else. Pure. */
export function letterAsHtml(text: LetterText, labels: LetterLabels): string {
  const { title, language, addressees, blocks, demands, initiators } = text;
  const list = (name: string, lines: readonly string[]) =>
    lines.length > 0 &&
    html`<ul class="${name}">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>`;
  const section = (label: string, part: Part | false) =>
    part === false
      ? ''
      : html`<section>
          <h2 lang="${labels.locale}">${label}</h2>
          ${part}
        </section>`;
  const page = html`<!doctype html>
    <html lang="${language}" dir="${runsLeftward(language) ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <p lang="${labels.locale}" dir="auto">${labels.form}</p>
        <h1>${title}</h1>
        ${section(labels.to, list('to', addressees))} ${blocks.map(blockHtml)}
        ${section(
          labels.demands,
          demands.length > 0 &&
            html`<ol>
              ${demands.map((one) => html`<li>${one}</li>`)}
            </ol>`,
        )}
        ${section(labels.initiators, list('by', initiators))}
        <footer lang="${labels.locale}">
          ${labels.facts.map((fact) => html`<p dir="auto">${fact}</p>`)}
          <p><a href="${labels.address}">${labels.address}</a></p>
        </footer>
      </body>
    </html> `;
  return page.html;
}

function blockHtml(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return html`<h2>${block.runs.map(runHtml)}</h2> `;
    case 'quotation':
      return html`<blockquote><p>${block.runs.map(runHtml)}</p></blockquote> `;
    case 'paragraph':
      return html`<p>${block.runs.map(runHtml)}</p> `;
    case 'list': {
      const items = block.items.map((runs) => html`<li>${runs.map(runHtml)}</li>`);
      return block.ordered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
  }
}

function runHtml({ text, marks = [] }: Run): Markup {
  const inner = marks.includes('emphasis') ? html`<em>${text}</em>` : html`${text}`;
  return marks.includes('strong') ? html`<strong>${inner}</strong>` : inner;
}
