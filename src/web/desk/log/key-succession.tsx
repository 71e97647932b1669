import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { CopyLine } from './copy-line.tsx';
import type { LogView } from './log-view.ts';

/** How far the succession of the log's key has come, and what to do next; how to begin one. */
export function KeySuccession({
  succession,
  retiredKeys,
}: Pick<LogView, 'succession' | 'retiredKeys'>) {
  const t = useT('log');
  return (
    <>
      {succession !== undefined && <UnderWay succession={succession} />}
      {retiredKeys > 0 && <p className="muted measure">{t('keys.retired', { n: retiredKeys })}</p>}
      {succession === undefined && <p className="small muted measure">{t('keys.howTo')}</p>}
    </>
  );
}

function UnderWay({ succession }: { readonly succession: NonNullable<LogView['succession']> }) {
  const t = useT('log');
  const { line, isProven, isReady, taken, missing, quorum } = succession;
  return (
    <section className="log-part">
      <h3>{t('keys.title')}</h3>
      <p className="measure">{t('keys.lead')}</p>
      <Notice tone={isReady ? 'done' : 'caution'}>
        <p>{isProven ? t('keys.proven') : t('keys.announced')}</p>
        {taken !== '' && <p>{t('keys.taken', { names: taken })}</p>}
        {missing !== '' && <p>{t('keys.missing', { names: missing })}</p>}
        <p>{isReady ? t('keys.ready') : t('keys.notReady', { quorum })}</p>
      </Notice>
      {missing !== '' && <CopyLine label={t('keys.line')} text={line} />}
    </section>
  );
}
