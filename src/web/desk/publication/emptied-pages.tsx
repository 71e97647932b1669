import { Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { EmptiedWords } from './emptied-words.ts';

/** Warns of pages that taking something back leaves with nothing to read. */
export function EmptiedPages({
  pages,
  takeBackToo,
}: {
  readonly pages: readonly EmptiedWords[];
  /** Where all of them are taken back in one decision. */
  readonly takeBackToo?: string | undefined;
}) {
  const t = useT('record');
  if (pages.length === 0) return null;
  return (
    <Notice tone="problem">
      <p>{t('removal.emptied', { n: pages.length })}</p>
      <ul>
        {pages.map(({ uid, text, left, ifTicked }) => (
          <li key={uid}>
            <Link to={`/desk/entities/${uid}`}>
              <bdi>{text}</bdi>
            </Link>{' '}
            – {t(`removal.left.${left}`)}
            {ifTicked && ` ${t('removal.ifTicked')}`}
          </li>
        ))}
      </ul>
      {takeBackToo !== undefined && (
        <p>
          <Link className="button" to={takeBackToo}>
            {t('removal.takeBackToo', { n: pages.length })}
          </Link>
        </p>
      )}
    </Notice>
  );
}
