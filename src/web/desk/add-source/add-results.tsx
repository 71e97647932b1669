import { Link } from 'react-router';
import type { Problem } from '#platform/errors';
import { Notice } from '../../components/index.ts';
import { SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { AddOutcome, NotAdded } from './add-from-form.ts';
import type { Way } from './way.ts';

/** What became of the things sent, when not all of them were added. */
export function AddResults({
  outcome,
  way,
}: {
  readonly outcome: AddOutcome | undefined;
  readonly way: Way;
}) {
  const t = useT('coding');
  if (outcome === undefined) return null;
  return (
    <div className="stack-tight" aria-live="polite">
      {outcome.added.map(({ uid, name }) => (
        <Notice key={uid} tone="done">
          <Link to={`/desk/sources/${uid}`}>{t('add.added', { name })}</Link>
        </Notice>
      ))}
      {outcome.notAdded.map((item) => (
        <Refused key={item.name} item={item} way={way} />
      ))}
    </div>
  );
}

function Refused({ item, way }: { readonly item: NotAdded; readonly way: Way }) {
  const t = useT('coding');
  const sentence = ({ code, params }: Problem): string => {
    const key = `refusal.${code}`;
    return t.has(key) ? t(key, params) : t('refusal.form-invalid');
  };
  // A single document's problems stand at its fields.
  if (way !== 'file' && item.found.length === 0) return null;
  return (
    <Notice tone="caution">
      {item.name !== '*' && (
        <p>
          <bdi>{item.name}</bdi>
        </p>
      )}
      {item.problems.map((problem) => (
        <p key={problem.code}>{sentence(problem)}</p>
      ))}
      {item.found.length > 0 && (
        <>
          <ul className="plain-list">
            {item.found.map((found) => (
              <li key={found.uid}>
                <Link to={`/desk/sources/${found.uid}`}>
                  <bdi>{found.title}</bdi>
                </Link>{' '}
                <span className="muted">{t(`add.because.${found.because}`)}</span>
              </li>
            ))}
          </ul>
          {way === 'file' && <p className="small">{t('add.chooseAgain')}</p>}
          <p>
            <SubmitButton look="plain" name="despite" value={item.name}>
              {t('add.despite')}
            </SubmitButton>
          </p>
        </>
      )}
    </Notice>
  );
}
