import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useFound } from '../finder/use-found.ts';
import type { Picked } from './draft.ts';

/**
 * What is on record already of what was done to somebody: another source that reports the same act must
 * speak of the same one, or nothing it says otherwise is ever held against the first.
 */
export function KnownActs({
  victim,
  onChoose,
}: {
  readonly victim: Picked | undefined;
  /** One of them is meant: what is said is added to it, and no second one is made. */
  readonly onChoose: (act: Picked) => void;
}) {
  const t = useT('coding');
  const known = victim?.uid === undefined ? '' : victim.text;
  const { found } = useFound('entities', known, 'act');
  const acts = found.filter(({ kind }) => kind === 'act');
  if (acts.length === 0) return null;
  return (
    <Notice tone="info" live>
      <p>{t('act.known', { n: acts.length })}</p>
      <ul className="plain-list">
        {acts.map(({ key, text, detail }) => (
          <li key={key} className="row row-apart">
            <span>
              <bdi>{text}</bdi> <span className="muted small">{detail}</span>
            </span>
            <button
              type="button"
              className="button"
              onClick={() => onChoose({ uid: key, kind: 'act', text })}
            >
              {t('act.sameAs')}
              <span className="visually-hidden"> {text}</span>
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
