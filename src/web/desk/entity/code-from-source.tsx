import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useT } from '../../messages/catalogs.ts';
import { Finder } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import { useHydrated } from '../use-hydrated.ts';
import '../finder/finder.css';

/**
 * Leads to a source to code what it says of this entity: an act that one source reported is added to
 * from another. Without scripts the source is opened from the inbox, and the entity found there by name.
 */
export function CodeFromSource({ entity }: { readonly entity: string }) {
  const t = useT('record');
  const navigate = useNavigate();
  const isHydrated = useHydrated();
  const [typed, setTyped] = useState('');
  const { found } = useFound('sources', typed);
  if (!isHydrated) {
    return (
      <Link className="button" to="/desk">
        {t('entity.codeFrom')}
      </Link>
    );
  }
  return (
    <details className="code-from">
      <summary className="button">{t('entity.codeFrom')}</summary>
      <div className="code-from-box">
        <Finder
          label={t('entity.whichSource')}
          hint={t('entity.whichSourceHint')}
          typed={typed}
          choices={found}
          onType={setTyped}
          onChoose={(key) => void navigate(`/desk/sources/${key}?about=${entity}`)}
        />
      </div>
    </details>
  );
}
