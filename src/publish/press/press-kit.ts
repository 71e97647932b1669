import { canonicalJson, type JsonValue } from '@countersign/proof';
import { writeZip, type ZipMember } from '@countersign/dossier';
import type { Quote, SigningFacts, Tally } from '#letters';
import { countryName } from '#record';
import { locales, type Locale, type Translator } from '#platform/languages';
import type { LetterReading } from '../reading/reading.ts';
import { firstText } from '../reading/letter-texts.ts';
import { sayDay } from '../reading/moments.ts';
import { nameOfLanguage } from '../reading/values.ts';
import { drawCard } from './draw-card.ts';
import { drawLetter } from './draw-letter.ts';
import { letterAsHtml, letterAsText } from './letter-files.ts';
import { kitTexts, type KitText } from './kit-texts.ts';
import { creditsOf, labelLocale, letterLabels } from './letter-labels.ts';

/** A public letter, for what is made of it: frames, cards, kits. */
export interface PressLetter {
  readonly uid: string;
  readonly letter: LetterReading;
  readonly publishedAt: Date;
  /** Undefined where nobody can sign. */
  readonly signing: SigningFacts | undefined;
}

/** Says in each language what stands in frames, kits and pictures of a letter. */
export type PressWords = Readonly<Record<Locale, Translator>>;

export interface KitContents extends PressLetter {
  readonly words: PressWords;
  readonly publisher: string;
  /** Origin of the instance. */
  readonly publicUrl: string;
  /** Of the count, `YYYY-MM-DD`. */
  readonly day: string;
  /** Who signed by name, as a table; undefined where names are hidden, nobody did, or they are too many. */
  readonly list: string | undefined;
  /** What signers have cleared; none where names are hidden. */
  readonly quotes: readonly Quote[];
  /** Proofs and evidence; undefined where the log has not published the letter yet. */
  readonly dossier: Uint8Array | undefined;
  /** Gives a drawing again that was made of the same. */
  readonly drawn: (
    key: string,
    draw: () => Promise<Uint8Array | undefined>,
  ) => Promise<Uint8Array | undefined>;
}

/**
 * Everything about a letter that somebody needs who writes about it, as one ZIP: the same contents give
 * the same bytes.
 */
export async function buildPressKit(contents: KitContents): Promise<Uint8Array> {
  const { letter, list, quotes, dossier, signing } = contents;
  const texts = kitTexts(letter);
  const members: ZipMember[] = [];
  for (const text of texts) members.push(...(await textFiles(contents, text)));
  members.push(
    ...(await cards(contents)),
    ...(signing === undefined ? [] : [file('counts.json', countsOf(contents, signing))]),
    ...(list === undefined ? [] : [file('signatures.csv', list)]),
    ...(quotes.length === 0 ? [] : [file('quotes.txt', quotesAsText(quotes))]),
    ...(dossier === undefined ? [] : [{ name: 'dossier.zip', bytes: dossier }]),
  );
  const names = new Set(members.map(({ name }) => name));
  const spoken = new Set(texts.map((text) => labelLocale(textOf(text).language)));
  const readmes = [...spoken].map((locale) =>
    file(`README.${locale}.txt`, readme(contents, locale, { texts, names })),
  );
  return writeZip([...readmes, ...members]);
}

const textOf = ({ version, translation }: Omit<KitText, 'name' | 'isNewest'>) =>
  (translation ?? version).text;

/** A text to read, to quote and to print. Of what nobody signs any more no PDF is drawn: it takes longest. */
async function textFiles(contents: KitContents, text: KitText): Promise<ZipMember[]> {
  const { letter, uid, words, publisher, publicUrl, publishedAt, drawn } = contents;
  const said = textOf(text);
  const locale = labelLocale(said.language);
  const labels = letterLabels(words[locale], letter, text, {
    ...{ locale, publisher, address: `${publicUrl}/${locale}/letters/${uid}` },
    day: sayDay(publishedAt, locale),
  });
  const { number: _, ...plain } = labels;
  const { hash } = text.translation ?? text.version;
  const key = canonicalJson(['letter', hash, { ...plain, facts: [...plain.facts] }]);
  const pdf = text.isNewest ? await drawn(key, () => drawLetter(said, labels)) : undefined;
  return [
    file(`${text.name}.html`, letterAsHtml(said, labels)),
    file(`${text.name}.txt`, letterAsText(said, labels)),
    ...(pdf === undefined ? [] : [{ name: `${text.name}.pdf`, bytes: pdf }]),
  ];
}

async function cards(contents: KitContents): Promise<ZipMember[]> {
  const made: ZipMember[] = [];
  for (const locale of locales) {
    const bytes = await cardOf(contents, locale);
    if (bytes !== undefined) made.push({ name: `cards/card.${locale}.png`, bytes });
  }
  return made;
}

/** The picture of a letter for readers of one language. */
export async function cardOf(
  {
    letter,
    words,
    publisher,
    publicUrl,
    drawn,
  }: Pick<KitContents, 'letter' | 'words' | 'publisher' | 'publicUrl' | 'drawn'>,
  locale: Locale,
): Promise<Uint8Array | undefined> {
  const text = textOf(firstText(letter, locale));
  const facts = {
    ...{ title: text.title, language: text.language, publisher, host: new URL(publicUrl).host },
    form: words[locale](`letter.form.${letter.form}`),
  };
  return drawn(canonicalJson(['card', facts]), () => drawCard(facts));
}

/** Totals of each class alone: small classes crossed with each other would tell of single people. */
function countsOf({ uid, letter, publicUrl, day }: KitContents, signing: SigningFacts): string {
  const first = signing.tallies.filter(({ affirms }) => affirms === 'first');
  const [{ text }] = letter.versions;
  const counts: JsonValue = {
    ...{ v: 1, letter: uid, day, state: signing.state, namesHidden: signing.namesHidden },
    people: sumOf(first),
    byVersion: totals(first, ({ version }) => String(version)),
    byAppearance: totals(first, ({ appearance }) => appearance),
    byVerification: totals(first, ({ verification }) => verification),
    again: sumOf(signing.tallies.filter(({ affirms }) => affirms === 'again')),
    recount: `countersign verify ${publicUrl}/${labelLocale(text.language)}/letters/${uid}`,
    now: `${publicUrl}/letters/${uid}/count.json`,
  };
  return `${JSON.stringify(counts, null, 2)}\n`;
}

function totals(tallies: readonly Tally[], by: (tally: Tally) => string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const tally of tallies) found[by(tally)] = (found[by(tally)] ?? 0) + tally.signed;
  return found;
}

function sumOf(tallies: readonly Tally[]): number {
  return tallies.reduce((total, { signed }) => total + signed, 0);
}

/** Each as it can be copied, with whose it is, and the language it is in (BCP 47). */
function quotesAsText(quotes: readonly Quote[]): string {
  const blocks = quotes.map(({ words, language, name, credit, affiliation, country }) => {
    const locale = labelLocale(language);
    const place = country === '' ? '' : countryName(country, locale);
    const whose = [name, credit, affiliation, place]
      .filter((one) => one !== '')
      .join(locale === 'fa' ? '، ' : ', ');
    return `\u2068${words}\u2069\n— \u2068${whose}\u2069 [${language}]`;
  });
  return `${blocks.join('\n\n')}\n`;
}

function readme(
  contents: KitContents,
  locale: Locale,
  { texts, names }: { readonly texts: readonly KitText[]; readonly names: ReadonlySet<string> },
): string {
  const { letter, uid, words, publisher, publicUrl, signing } = contents;
  const day = sayDay(new Date(contents.day), locale);
  const t = words[locale];
  const address = `${publicUrl}/${locale}/letters/${uid}`;
  const has = (end: string) => [...names].some((name) => name.endsWith(end));
  const lines = [
    `${textOf(firstText(letter, locale)).title}\n${publisher}\n${address}`,
    [t('kit.texts'), ...texts.map((text) => textLine(t, text, locale))].join('\n'),
    t('kit.letter'),
    ...(has('.png') ? [t('kit.cards')] : []),
    ...(signing === undefined
      ? []
      : [
          t('kit.counts', {
            day,
            people: sumOf(signing.tallies.filter((one) => one.affirms === 'first')),
          }),
          `countersign verify ${address}`,
        ]),
    ...(has('.csv') ? [t('kit.list', { day })] : []),
    ...(signing?.namesHidden === true ? [t('kit.hidden')] : []),
    t(has('quotes.txt') ? 'kit.quotes' : 'kit.note', { day }),
    t(has('dossier.zip') ? 'kit.dossier' : 'kit.noDossier'),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** A version with what it changed and its fingerprint, or a translation with who made it. */
function textLine(t: Translator, text: KitText, locale: Locale): string {
  const { version, translation, name } = text;
  const language = nameOfLanguage(textOf(text).language, locale);
  if (translation !== undefined) {
    return `  ${language} · ${creditsOf(t, translation)}\n    ${name}.*`;
  }
  const { number } = version.text;
  const said = [t('letter.version', { number }), language, t(`letter.change.${version.change}`)];
  return `${said.join(' · ')}\n  SHA-256 ${version.hash}\n  ${name}.*`;
}

function file(name: string, text: string): ZipMember {
  return { name, bytes: new TextEncoder().encode(text) };
}
