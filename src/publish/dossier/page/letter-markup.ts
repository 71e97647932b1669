import type { Block, ComparedLine, Mark, Run } from '@countersign/letter';
import type {
  LetterReading,
  LetterTranslationReading,
  LetterVersionReading,
} from '../../reading/reading.ts';
import { html, type Markup, type Part } from './markup.ts';
import { tag, type PageWords } from './page-words.ts';
import { nameMarkup, textMarkup } from './value-markup.ts';

/** The words of a letter, and of every version what it changed. */
export function letterMarkup(letter: LetterReading | undefined, words: PageWords): Part {
  if (letter === undefined) return undefined;
  const { t } = words;
  const [version] = letter.versions;
  return html`<p class="eyebrow">${t(`letter.form.${letter.form}`)}</p>
    ${textMarkupOf(version, letter, words)} ${anchorsMarkup(version, words)}
    ${letter.versions.flatMap(({ translations }) => translations.map((one) => translationMarkup(one, letter, words)))}
    <section>
      <h2>${t('letter.versions')}</h2>
      <p class="small muted">${t('letter.versions.note')}</p>
      ${letter.versions.map((one) => versionMarkup(one, words))}
    </section> `;
}

function textMarkupOf(read: ReadText, { form }: LetterReading, { t }: PageWords): Markup {
  const { text } = read;
  return html`${linesMarkup(t('letter.to'), text.addressees, read)}
  ${inLanguage(read, text.blocks.map(blockMarkup))}
  ${linesMarkup(t('letter.demands'), text.demands, read)}
  ${linesMarkup(t(`letter.initiators.${form}`), text.initiators, read)} `;
}

function translationMarkup(
  translation: LetterTranslationReading,
  letter: LetterReading,
  words: PageWords,
): Markup {
  const { text, hash, how, madeBy, reviewedBy, languageName, departure } = translation;
  const { t } = words;
  const why: Part =
    departure === undefined
      ? undefined
      : html`<p>${t('letter.translation.departure')} <bdi>${departure}</bdi></p> `;
  const said = { madeBy: `\u2068${madeBy}\u2069`, reviewedBy: `\u2068${reviewedBy}\u2069` };
  return html`<section>
    <h2>${t('letter.translation.title', { language: languageName })}</h2>
    <p>${t('letter.version', { number: text.number })}. ${t(`letter.translation.${how}`, said)}</p>
    ${why}
    <p class="small muted">SHA-256 <bdi class="code" dir="ltr">${hash}</bdi></p>
    ${inLanguage(translation, html`<h3>${text.title}</h3> `)}
    ${textMarkupOf(translation, letter, words)}
  </section> `;
}

type ReadText = Pick<LetterVersionReading | LetterTranslationReading, 'text' | 'direction'>;

// What they rest on stands in this file as well, where the dossier carries it.
function anchorsMarkup({ anchors, text }: LetterVersionReading, words: PageWords): Part {
  if (anchors.length === 0) return undefined;
  const items = anchors.map(({ words: said, claims }) => {
    const links = [...new Set(claims.map(({ subject }) => subject))].map((subject) => {
      const name = words.nameOf(subject);
      // Of what is not in this file no more is known.
      if (name === undefined) return html` · <bdi class="code" dir="ltr">${subject}</bdi>`;
      return html` · ${nameMarkup(name, words, subject)}`;
    });
    return html`<li>${textMarkup(said, text.language)}${links}</li> `;
  });
  return html`<section>
    <h2>${words.t('letter.anchors')}</h2>
    <ol>
      ${items}
    </ol>
  </section> `;
}

function linesMarkup(label: string, lines: readonly string[], version: ReadText): Part {
  if (lines.length === 0) return undefined;
  const list = html`<ul>
    ${lines.map((line) => html`<li>${line}</li> `)}
  </ul> `;
  return html`<h3>${label}</h3>
    ${inLanguage(version, list)}`;
}

function inLanguage({ text, direction }: ReadText, content: Part): Markup {
  return html`<div lang="${tag(text.language) ?? ''}" dir="${direction}">${content}</div> `;
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return html`<h3>${runsMarkup(block.runs)}</h3> `;
    case 'quotation':
      return html`<blockquote>${runsMarkup(block.runs)}</blockquote> `;
    case 'paragraph':
      return html`<p>${runsMarkup(block.runs)}</p> `;
    case 'list': {
      const items = block.items.map((runs) => html`<li>${runsMarkup(runs)}</li> `);
      return block.ordered
        ? html`<ol>
            ${items}
          </ol> `
        : html`<ul>
            ${items}
          </ul> `;
    }
  }
}

function runsMarkup(runs: readonly Run[]): Part {
  return runs.map(({ text, marks = [] }) => marked(text, marks));
}

function marked(text: string, marks: readonly Mark[]): Part {
  const inner = marks.includes('emphasis') ? html`<em>${text}</em>` : text;
  return marks.includes('strong') ? html`<strong>${inner}</strong>` : inner;
}

function versionMarkup(version: LetterVersionReading, words: PageWords): Markup {
  const { text, hash, change, note, compared, languageName } = version;
  const { t } = words;
  const told: Part = note === undefined ? undefined : [' ', textMarkup(note, text.language)];
  return html`<h3>${t('letter.version', { number: text.number })}</h3>
    <p>${t(`letter.change.${change}`)}${told}</p>
    <p class="small muted">${languageName} · SHA-256 <bdi class="code" dir="ltr">${hash}</bdi></p>
    ${inLanguage(version, compared.filter((line) => line.change !== 'same').map(lineMarkup))}`;
}

function lineMarkup({ words }: ComparedLine): Markup {
  const parts = words.map(({ change, text, marks }) => {
    const inner = marked(text, marks);
    if (change === 'same') return inner;
    return change === 'added' ? html`<ins>${inner}</ins>` : html`<del>${inner}</del>`;
  });
  return html`<p>${parts}</p> `;
}
