import { useState, type ReactNode } from 'react';
import { useT } from '../../messages/catalogs.ts';

/** How much of graphic material somebody has asked for. */
type Shown = 'covered' | 'blurred' | 'clear';

/**
 * A picture or recording under a cover: nothing of it is fetched before the person asks, and then it
 * comes blurred and muted first.
 */
export function Cover({
  children,
}: {
  readonly children: (shown: Exclude<Shown, 'covered'>) => ReactNode;
}) {
  const t = useT('common');
  const [shown, setShown] = useState<Shown>('covered');
  if (shown === 'covered') {
    return (
      <div className="graphic-cover">
        <p>{t('graphic.covered')}</p>
        <button type="button" className="button" onClick={() => setShown('blurred')}>
          {t('graphic.showBlurred')}
        </button>
      </div>
    );
  }
  return (
    <div className={shown === 'blurred' ? 'graphic graphic-blurred' : 'graphic'}>
      {shown === 'blurred' && (
        <button type="button" className="button" onClick={() => setShown('clear')}>
          {t('graphic.showClear')}
        </button>
      )}
      {children(shown)}
    </div>
  );
}
