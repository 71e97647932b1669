import { Link } from 'react-router';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { TraceWords } from './trace-words.ts';

/** Where the name stands: the words with it marked, what they are, and every page they are on. */
export function TraceHead({ trace }: { readonly trace: TraceWords }) {
  const t = useT('upkeep');
  const { parts, place, whole, pages, claims, remedy, remedyTo } = trace;
  return (
    <>
      <blockquote className="trace-text" dir="auto">
        {parts.map(({ text, hit }) => (hit ? <mark key={`hit ${text}`}>{text}</mark> : text))}
      </blockquote>
      <p className="small">
        <Tag>{t(`traces.place.${place}`)}</Tag> {!whole && <Tag>{t('traces.part')}</Tag>}{' '}
        {t('traces.on')}{' '}
        {pages.map(({ uid, text, to }, index) => (
          <span key={uid}>
            {index > 0 && t('list.comma')}
            <Link to={to}>
              <bdi>{text}</bdi>
            </Link>
          </span>
        ))}
      </p>
      {claims.length === 0 && (
        <p className="small muted">
          {t(`traces.elsewhere.${remedy}`)}{' '}
          {remedyTo !== undefined && <Link to={remedyTo}>{t('action.edit')}</Link>}
        </p>
      )}
    </>
  );
}
