import { Link } from 'react-router';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimFacts, ClaimHead } from '../claims/claim-facts.tsx';
import { PassageBlock, passagePath } from '../claims/passage-block.tsx';
import type { ReviewItem, ReviewUnit } from './review-units.ts';

/** One passage: its words, and under them every claim that was made of them. */
export function ReviewUnitPart({
  unit,
  ticked,
}: {
  readonly unit: ReviewUnit;
  /** Claims ticked before the form came back. */
  readonly ticked: readonly string[];
}) {
  const t = useT('record');
  const { passage, subjects, acceptable } = unit;
  return (
    <section
      className="review-unit"
      data-source-path={passage === undefined ? undefined : passagePath(passage)}
    >
      {passage === undefined ? (
        <p className="muted">{t('review.noPassage')}</p>
      ) : (
        <PassageBlock passage={passage} />
      )}
      <div className="review-claims">
        {subjects.map(({ entity, items }) => (
          <div key={entity.uid}>
            <h2 className="review-subject">
              <Link to={`/desk/entities/${entity.uid}`}>
                <bdi>{entity.text}</bdi>
              </Link>
            </h2>
            <ul className="plain-list">
              {items.map((item) => (
                <ReviewLine
                  key={item.claim.uid}
                  item={item}
                  ticked={ticked.includes(item.claim.uid)}
                />
              ))}
            </ul>
          </div>
        ))}
        {acceptable.length > 1 && (
          <button
            type="submit"
            className="button"
            name="do"
            value={`accept:${acceptable.join(',')}`}
            data-accept-all=""
          >
            {t('review.acceptPassage', { n: acceptable.length })}
          </button>
        )}
      </div>
    </section>
  );
}

// That the source says it stands over the claims already, beside its words.
function saysMoreThanSource({ chain, source, passage }: ReviewItem['claim']): boolean {
  if (passage === null) return true;
  const [only] = chain;
  return chain.length > 1 || (only !== undefined && only.uid !== source?.uid);
}

function ReviewLine({ item, ticked }: { readonly item: ReviewItem; readonly ticked: boolean }) {
  const t = useT('record');
  const { claim, replaces, open } = item;
  const headId = `claim-${claim.uid}`;
  return (
    <li className="review-line">
      {open ? (
        <input
          type="checkbox"
          name="claim"
          value={claim.uid}
          aria-labelledby={headId}
          defaultChecked={ticked}
          data-claim=""
        />
      ) : (
        <span aria-hidden="true" />
      )}
      <div className="stack-tight">
        <div id={headId}>
          <ClaimHead claim={claim} replaces={replaces} />
        </div>
        {!open && claim.author.isMe && <Tag>{t('review.own')}</Tag>}
        {item.hanging !== undefined && (
          <p className="small review-hanging">
            {item.hanging.isNaming
              ? t('review.namesAlone', { n: item.hanging.others })
              : t('review.namesNobody')}
          </p>
        )}
        <ClaimFacts claim={claim} replaces={replaces} withChain={saysMoreThanSource(claim)} />
      </div>
      {open && (
        <button
          type="submit"
          className="button button-quiet"
          name="do"
          value={`accept:${claim.uid}`}
          data-accept=""
        >
          {t('review.acceptOne')}
        </button>
      )}
    </li>
  );
}
