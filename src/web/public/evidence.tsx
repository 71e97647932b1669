import { ExactWords } from '../components/index.ts';
import type { ClaimReading, HeadingReading, ValueReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';
import { placeWords } from '../place-words.ts';
import { Chain } from './chain.tsx';
import { ShownValue } from './shown-value.tsx';
import { ShortSource, SourceLine } from './source-line.tsx';

/**
 * What stands behind a value: a line that names the source and opens to the exact words.
 *
 * @param anchors false where the same claims stand elsewhere on the page and can be linked there.
 * @param same what else the same words say, listed with them.
 * @param title in place of the source's name, where that stands beside it already.
 * @param previous the value before it in a list; a source that repeats is not named again.
 */
export function Evidence({
  value,
  previous,
  anchors = true,
  same = [],
  title,
}: {
  readonly value: ValueReading;
  readonly previous?: ValueReading | undefined;
  readonly anchors?: boolean;
  readonly same?: HeadingReading['same'];
  readonly title?: string;
}) {
  const t = useT('public');
  const common = useT('common');
  const [first] = value.claims;
  const repeats =
    first?.source !== undefined && previous?.claims[0]?.source?.uid === first.source.uid;
  return (
    <details className="evidence">
      <summary>
        <span className="cite">
          {title ??
            (first?.source === undefined ? (
              t('value.editorial')
            ) : repeats ? (
              t('value.same')
            ) : (
              <ShortSource source={first.source} />
            ))}
        </span>
        {value.claims.length > 1 && (
          <span className="cite-more"> {t('value.more', { count: value.claims.length - 1 })}</span>
        )}
      </summary>
      <div className="claims">
        {value.claims.map((claim) => (
          <ClaimWords key={claim.uid} claim={claim} anchor={anchors} />
        ))}
        {same.length > 0 && (
          <ul className="same-words small muted">
            {same.map(({ uid, label, shown }) => (
              <li key={uid} id={anchors ? `claim-${uid}` : undefined}>
                {common('field.before', { label })} <ShownValue shown={shown} />
              </li>
            ))}
          </ul>
        )}
        {value.claims.length > 1 && (
          <p className="small muted">{t('value.origins', { count: value.origins })}</p>
        )}
      </div>
    </details>
  );
}

/** One claim: the words, their translations, who says so, the source, how it is known. */
function ClaimWords({ claim, anchor }: { readonly claim: ClaimReading; readonly anchor: boolean }) {
  const t = useT('public');
  return (
    <article className="claim" id={anchor ? `claim-${claim.uid}` : undefined}>
      <Quotation claim={claim} />
      <Seen claim={claim} />
      {claim.reason !== undefined && (
        <p>
          <span className="muted">{t('claim.reason')}</span> <bdi>{claim.reason}</bdi>
        </p>
      )}
      {claim.source !== undefined && claim.chain.length > 0 && (
        <Chain chain={claim.chain} source={claim.source} />
      )}
      {claim.source !== undefined && <SourceLine source={claim.source} />}
      <ul className="claim-marks">
        <li>{claim.basis}</li>
        {claim.certainty !== undefined && (
          <li>
            {t('claim.certainty')} {claim.certainty}
          </li>
        )}
        {claim.valid !== undefined && (
          <li>
            {t('claim.valid')} {claim.valid}
          </li>
        )}
        {claim.original !== undefined && (
          <li>
            {t('claim.original')} <bdi>{claim.original}</bdi>
          </li>
        )}
        {anchor && (
          <li className="screen-only">
            <a href={`#claim-${claim.uid}`}>{t('claim.permalink')}</a>
          </li>
        )}
      </ul>
    </article>
  );
}

// Where it was seen or heard; the picture or recording itself stays with the team.
function Seen({ claim }: { readonly claim: ClaimReading }) {
  const t = useT('public');
  const common = useT('common');
  const locale = useLocale();
  const { seen } = claim;
  if (seen === undefined) return null;
  if (seen === 'somewhere') return <p className="small">{t('claim.image')}</p>;
  return (
    <p className="small">
      {'from' in seen ? t('claim.recording') : t('claim.picture')}{' '}
      {placeWords(seen, common, locale)}
    </p>
  );
}

function Quotation({ claim }: { readonly claim: ClaimReading }) {
  const t = useT('public');
  const { quote } = claim;
  if (quote === undefined) return null;
  return (
    <div className="quotation">
      <blockquote className="words" lang={quote.language} dir={quote.direction}>
        <ExactWords>{quote.text}</ExactWords>
      </blockquote>
      {claim.translations.map((translation) => {
        const { languageName: language, translator } = translation;
        const label = translation.machine
          ? t('translation.machine', { language })
          : translator === undefined
            ? t('translation.human', { language })
            : t('translation.by', { language, translator });
        const review = t(translation.reviewed ? 'translation.reviewed' : 'translation.unreviewed');
        return (
          <figure key={translation.text} className="translation">
            <blockquote className="words" lang={translation.language} dir="auto">
              <ExactWords>{translation.text}</ExactWords>
            </blockquote>
            <figcaption className="small muted">
              {label} · {review}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
