import type {
  ClaimReading,
  LinkReading,
  SourceReading,
  TranslationReading,
} from '../../reading/reading.ts';
import { html, joined, type Markup, type Part } from './markup.ts';
import { tag, type PageWords } from './page-words.ts';
import { nameMarkup } from './value-markup.ts';

/** One claim: the exact words, their translations, who says so through whom, where, how it is known. */
export function claimMarkup(claim: ClaimReading, words: PageWords): Markup {
  const { t } = words;
  const { source, chain } = claim;
  return html`<div class="claim">
    ${quotation(claim, words)}${claim.seen !== undefined ? html`<p class="small">${t('claim.image')}</p>` : undefined}${
      claim.reason === undefined
        ? undefined
        : html`<p class="small">${t('claim.reason')} <bdi>${claim.reason}</bdi></p>`
    }${source === undefined ? undefined : html`<p class="small">${chainMarkup(chain, source, words)}</p>`}
    <p class="small muted">${joined(marks(claim, words), ' · ')}</p>
  </div> `;
}

function marks(claim: ClaimReading, { t }: PageWords): Part[] {
  return [
    claim.basis,
    claim.certainty === undefined ? undefined : `${t('claim.certainty')} ${claim.certainty}`,
    claim.valid === undefined ? undefined : `${t('claim.valid')} ${claim.valid}`,
    claim.original === undefined
      ? undefined
      : html`${t('claim.original')} <bdi>${claim.original}</bdi>`,
  ].filter((mark) => mark !== undefined);
}

function quotation({ quote, translations }: ClaimReading, words: PageWords): Part {
  if (quote === undefined) return undefined;
  const language = tag(quote.language);
  const lang = language === undefined ? undefined : html` lang="${language}"`;
  return html`<blockquote${lang} dir="${quote.direction}">${quote.text}</blockquote>
${translations.map((translation) => translationMarkup(translation, words))}`;
}

function translationMarkup(translation: TranslationReading, { t }: PageWords): Markup {
  const { languageName: language, translator } = translation;
  const label = translation.machine
    ? t('translation.machine', { language })
    : translator === undefined
      ? t('translation.human', { language })
      : t('translation.by', { language, translator });
  const review = t(translation.reviewed ? 'translation.reviewed' : 'translation.unreviewed');
  const known = tag(translation.language);
  const lang = known === undefined ? undefined : html` lang="${known}"`;
  return html`<blockquote class="translation" ${lang} dir="auto">${translation.text}</blockquote>
    <p class="small muted">${label} · ${review}</p> `;
}

/** “his lawyer, through a trade magazine (not seen by us), through The Morning Post, 21 January 2026 [2]”. */
function chainMarkup(chain: readonly LinkReading[], source: SourceReading, words: PageWords): Part {
  const endsInSource = chain.at(-1)?.source?.uid === source.uid;
  const links: readonly LinkReading[] = endsInSource ? chain : [...chain, { source, seen: true }];
  return joined(
    links.map((link, position): Part => {
      const name = linkMarkup(link, position === 0, words);
      return position === 0 ? name : words.t.rich<Markup>('chain.through', { link: name });
    }),
    words.t('chain.separator'),
  );
}

function linkMarkup(link: LinkReading, isOrigin: boolean, words: PageWords): Markup {
  const { source, name, address } = link;
  const unseen = !link.seen && (source !== undefined || (!isOrigin && address === undefined));
  const who: Part =
    source !== undefined
      ? shortSource(source, words)
      : name === undefined
        ? words.t('chain.unnamed')
        : nameMarkup(name, words, address);
  return html`${who}${unseen ? ` ${words.t('chain.unseen')}` : undefined}`;
}

function shortSource(source: SourceReading, { t }: PageWords): Markup {
  const { publisher, title, published, number } = source;
  const day: Part =
    published === undefined ? undefined : [t('list.comma'), html`<bdi>${published}</bdi>`];
  return html`<bdi>${publisher ?? title}</bdi>${day} [${t('page.seeSource', { number })}]`;
}
