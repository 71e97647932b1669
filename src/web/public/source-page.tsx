import { ExactWords } from '../components/index.ts';
import type { ReactNode } from 'react';
import type { CopyReading, SourceReading } from '#publish';
import { formatList } from '#platform/languages';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';
import { EditionNote, PrintFoot, type EditionFacts } from './edition-note.tsx';
import { NameLink } from './name.tsx';
import { gradeIn, ShortSource } from './source-line.tsx';
import type { Mention } from './subject-page.tsx';

/** A page that quotes the source, with the words it takes from it. */
export interface Quoting extends Mention {
  readonly claims: number;
  readonly passages: readonly {
    readonly uid: string;
    readonly claim: string;
    readonly quote: string;
    readonly language?: string;
  }[];
}

/** What is told of one source, and everything published that rests on it. */
export function SourcePage({
  source,
  through,
  kindLabel,
  publisher,
  edition,
  quoting = [],
}: {
  readonly source: SourceReading;
  readonly through: readonly SourceReading[];
  readonly kindLabel: string;
  readonly publisher: string;
  readonly edition?: EditionFacts | undefined;
  readonly quoting?: readonly Quoting[];
}) {
  const t = useT('public');
  return (
    <article className="file">
      <header className="file-head">
        <p className="eyebrow">
          {kindLabel} · {source.material}
        </p>
        <h1>
          <bdi lang={source.language}>{source.title}</bdi>
        </h1>
        <p className="lead">
          <ShortSource source={source} />
        </p>
      </header>
      <p className={source.seen ? 'seen-note' : 'seen-note unseen'}>
        {t(
          source.seen
            ? source.copies.length > 0
              ? 'source.seen'
              : 'source.seenOnly'
            : 'source.unseen',
        )}
      </p>
      <Facts source={source} through={through} />
      <Copies copies={source.copies} />
      <section aria-labelledby="rests" className="section">
        <h2 id="rests">{t('source.rests')}</h2>
        <p className="section-note">
          {t(quoting.length === 0 ? 'source.rests.none' : 'source.rests.note')}
        </p>
        {quoting.map((page) => (
          <QuotingPage key={page.uid} page={page} />
        ))}
      </section>
      {edition !== undefined && (
        <>
          <EditionNote
            edition={edition}
            title={source.title}
            publisher={publisher}
            claims={0}
            sources={0}
          />
          <PrintFoot edition={edition} />
        </>
      )}
    </article>
  );
}

function Facts({
  source,
  through,
}: {
  readonly source: SourceReading;
  readonly through: readonly SourceReading[];
}) {
  const t = useT('public');
  const locale = useLocale();
  const { publisher, published, languageName, webAddress } = source;
  return (
    <dl className="facts">
      {source.authors.length > 0 && (
        <Fact name={t('source.authors')}>
          <bdi>{formatList(source.authors, locale)}</bdi>
        </Fact>
      )}
      {publisher !== undefined && (
        <Fact name={t('source.publisher')}>
          <bdi>{publisher}</bdi>
        </Fact>
      )}
      {published !== undefined && <Fact name={t('source.published')}>{published}</Fact>}
      {languageName !== undefined && <Fact name={t('source.language')}>{languageName}</Fact>}
      {webAddress !== undefined && (
        <Fact name={t('source.address')}>
          <a href={webAddress} rel="external noopener noreferrer">
            <bdi dir="ltr">{webAddress}</bdi>
          </a>
        </Fact>
      )}
      {through.length > 0 && (
        <Fact name={t('source.through')}>
          {through.map((one) => (
            <p key={one.uid}>
              <a href={one.address}>
                <ShortSource source={one} />
              </a>
            </p>
          ))}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Copies({ copies }: { readonly copies: readonly CopyReading[] }) {
  const t = useT('public');
  if (copies.length === 0) return null;
  return (
    <section aria-labelledby="copies" className="section">
      <h2 id="copies">{t(copies.length === 1 ? 'source.copy' : 'source.copies')}</h2>
      <p className="section-note">{t('source.copies.note')}</p>
      {copies.map((copy) => {
        const method = `method.${copy.method}`;
        return (
          <dl key={copy.sha256} className="facts">
            <Fact name={t('source.hash')}>
              <bdi className="code">{copy.sha256}</bdi>
            </Fact>
            <Fact name={t('source.obtained')}>
              {copy.obtained} · {t.has(method) ? t(method) : copy.method}
            </Fact>
            <Fact name={t('source.media')}>
              <bdi dir="ltr">{copy.mediaType}</bdi> · {gradeIn(t, copy.grade)}
            </Fact>
          </dl>
        );
      })}
    </section>
  );
}

function QuotingPage({ page }: { readonly page: Quoting }) {
  const t = useT('public');
  return (
    <div className="quoting">
      <h3>
        <NameLink name={page.name} address={page.address} />{' '}
        <span className="muted small">
          {page.kindLabel}
          {page.claims > 0 && ` · ${t('source.rests.claims', { count: page.claims })}`}
        </span>
      </h3>
      {page.passages.map((passage) => (
        <blockquote key={passage.uid} className="words" lang={passage.language} dir="auto">
          <a className="words-link" href={`${page.address}#claim-${passage.claim}`}>
            <ExactWords>{passage.quote}</ExactWords>
          </a>
        </blockquote>
      ))}
    </div>
  );
}
