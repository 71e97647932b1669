import type { PageContents } from '@countersign/dossier';
import type { SubjectReading } from '../../reading/read-edition.ts';
import type { PartReading } from '../../reading/reading.ts';
import { html, type Markup, type Part } from './markup.ts';
import { readDocument } from './read-document.ts';
import { letterMarkup } from './letter-markup.ts';
import type { PageWords } from './page-words.ts';
import { figuresMarkup, partMarkup, propertiesMarkup, valueMarkup } from './property-markup.ts';
import { sourceMarkup } from './source-markup.ts';
import { shownMarkup, textMarkup } from './value-markup.ts';

/** One subject: what the public page of it says, without its drawings. */
export function subjectMarkup(edition: PageContents['editions'][number], words: PageWords): Markup {
  const { t, locale } = words;
  const reading = readDocument(edition, locale);
  return html`<article id="subject-${reading.uid}">
    ${headMarkup(reading)}${letterMarkup(reading.letter, words)}${stateMarkup(reading, words)}${section(
      t('subject.figures'),
      reading.figures.map((one) => figuresMarkup(one, words)),
    )}${parts(t('subject.acts'), reading.acts, words)}${parts(
      t('subject.milestones'),
      reading.milestones,
      words,
      t('subject.milestones.note'),
    )}${contestedMarkup(reading, words)}${parts(t('subject.interventions'), reading.interventions, words)}${parts(
      t('subject.involvements'),
      reading.involvements,
      words,
    )}${parts(t('subject.relations'), reading.relations, words)}${section(
      t('subject.facts'),
      propertiesMarkup(reading.facts, words) ?? [],
    )}${section(
      t('subject.sources'),
      reading.sources.length === 0
        ? []
        : html`<ol>
            ${reading.sources.map((source) => sourceMarkup(source, words))}
          </ol> `,
    )}
    <p class="small muted">
      ${t('edition.number', { number: edition.number })}. ${t('edition.hash')} (SHA-256):
      <bdi class="code" dir="ltr">${edition.hash}</bdi>
    </p>
  </article> `;
}

function headMarkup({ kindLabel, name, occupations }: SubjectReading): Markup {
  const others = name.others.map(
    (other) => html`<span class="other">${textMarkup(other.text, other.language)}</span> `,
  );
  return html`<p class="eyebrow">${kindLabel}</p>
    <h1>${textMarkup(name.text, name.language)}</h1>
    ${others.length === 0 ? undefined : html`<p>${others}</p> `}${
      occupations.length === 0 ? undefined : html`<p>${occupations.join(' · ')}</p> `
    }`;
}

function stateMarkup({ lastReported }: SubjectReading, words: PageWords): Part {
  if (lastReported === undefined) return undefined;
  const { t } = words;
  const { custody, label, date, value } = lastReported;
  const key = `lastReported.${custody ?? ''}`;
  const state = t.has(key) ? t(key) : t('lastReported.other', { state: label ?? custody ?? '' });
  const said = html`<strong>${state}</strong>${t('list.comma')}${shownMarkup(date, words)}`;
  return html`<div class="state">
    ${valueMarkup(value, words, said)}
    <p class="small muted">${t('lastReported.note')}</p>
  </div> `;
}

const denied: ReadonlySet<string> = new Set(['accountDenied', 'affiliationDenied']);

function contestedMarkup({ contested }: SubjectReading, words: PageWords): Part {
  const sides = new Set(contested.map(({ code }) => denied.has(code)));
  const key = sides.size > 1 ? 'subject.contested' : 'subject.accounts';
  const { t } = words;
  return section(t(key), propertiesMarkup(contested, words) ?? [], t(`${key}.note`));
}

function parts(
  title: string,
  members: readonly PartReading[],
  words: PageWords,
  note?: string,
): Part {
  if (members.length === 0) return undefined;
  const list = html`<ol class="parts">
    ${members.map((part) => partMarkup(part, words))}
  </ol> `;
  return section(title, list, note);
}

function section(title: string, content: Part, note?: string): Part {
  if (Array.isArray(content) && content.length === 0) return undefined;
  return html`<section>
    <h2>${title}</h2>
    ${note === undefined ? undefined : html`<p class="small muted">${note}</p> `}${content}
  </section> `;
}
