import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimHead } from '../claims/claim-facts.tsx';
import type { ClaimWords } from '../claims/claim-words.ts';
import { Rich } from '../rich.ts';
import type { ChangedWords, ReasonWords } from './changed-words.ts';

/** One published page: what readers are told that the record no longer says, since when, by what. */
export function ChangedItem({
  one,
  tick,
}: {
  readonly one: ChangedWords;
  /** Whether it can be ticked for a correction. */
  readonly tick: boolean;
}) {
  const t = useT('upkeep');
  const id = `changed-${one.uid}`;
  const to = one.isSource ? `/desk/sources/${one.uid}` : `/desk/entities/${one.uid}`;
  return (
    <li className="changed-item">
      {tick && !one.isSource ? (
        <input
          type="checkbox"
          name="subjects"
          value={one.uid}
          aria-labelledby={id}
          defaultChecked
        />
      ) : (
        <span aria-hidden="true" />
      )}
      <div className="stack-tight">
        <h2 className="changed-name" id={id}>
          <Link to={to}>
            <bdi>{one.text}</bdi>
          </Link>{' '}
          <Tag>{t('changed.edition', { n: one.number })}</Tag>
        </h2>
        <p className="small muted">
          {t('changed.since', { published: one.publishedAt, since: one.since })}
        </p>
        <Differences one={one} />
        {one.isSource && <p className="small muted">{t('changed.sourceNote')}</p>}
        <ul className="plain-list small muted">
          {one.reasons.map((reason) => (
            <li key={`${reason.cause} ${reason.thing}`}>
              <Reason reason={reason} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

function Differences({ one }: { readonly one: ChangedWords }) {
  const t = useT('upkeep');
  return (
    <ul className="plain-list changed-list">
      {one.changed.map(({ before, after }) => (
        <li key={after.uid}>
          <Label text={t('changed.changed')} />
          <About claim={after} page={one.uid} />
          <ClaimHead claim={after} replaces={before} />
        </li>
      ))}
      <Claims label={t('changed.gone')} claims={one.gone} page={one.uid} mark="del" />
      <Claims label={t('changed.added')} claims={one.added} page={one.uid} mark="ins" />
      <Claims label={t('changed.unfound')} claims={one.unfound} page={one.uid} />
      {one.renamed.map(({ before, after }) => (
        <li key={after}>
          <Label text={t('changed.renamed')} />
          <del>
            <bdi>{before}</bdi>
          </del>{' '}
          <ins>
            <bdi>{after}</bdi>
          </ins>
        </li>
      ))}
      {one.sources.map(({ uid, title }) => (
        <li key={uid}>
          <Label text={t('changed.source')} />
          <Link to={`/desk/sources/${uid}`}>
            <bdi>{title}</bdi>
          </Link>
        </li>
      ))}
      {one.reordered.map((name) => (
        <li key={name}>
          <Label text={t('changed.reordered')} />
          {name}
        </li>
      ))}
      {one.onlyElse && <li>{t('changed.else')}</li>}
    </ul>
  );
}

function Claims({
  label,
  claims,
  page,
  mark: Mark = 'span',
}: {
  readonly label: string;
  readonly claims: readonly ClaimWords[];
  readonly page: string;
  readonly mark?: 'del' | 'ins' | 'span';
}) {
  return claims.map((claim) => (
    <li key={claim.uid}>
      <Label text={label} />
      <About claim={claim} page={page} />
      <Mark>
        <ClaimHead claim={claim} />
      </Mark>
    </li>
  ));
}

function Label({ text }: { readonly text: string }) {
  return <span className="changed-label">{text} </span>;
}

// Of an act or milestone on the page; of the page itself everybody knows.
function About({ claim, page }: { readonly claim: ClaimWords; readonly page: string }) {
  if (claim.entity.uid === page) return null;
  return (
    <>
      <bdi>{claim.entity.text}</bdi>{' '}
    </>
  );
}

function Reason({ reason }: { readonly reason: ReasonWords }) {
  const t = useT('upkeep');
  const { cause, state, to, comment } = reason;
  const key = cause === 'claim' ? (`reason.claim.${state ?? ''}` as const) : `reason.${cause}`;
  const at = <Link to={to}>{reason.at}</Link>;
  const by = <bdi>{reason.by ?? t('reason.nobody')}</bdi>;
  return (
    <>
      {t.has(key) && <Rich parts={t.rich<ReactNode>(key, { by, at })} />}
      {comment !== '' && (
        <>
          {' '}
          <q className="step-comment">
            <bdi>{comment}</bdi>
          </q>
        </>
      )}
    </>
  );
}
