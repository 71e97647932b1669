import type { ReactNode } from 'react';
import { useT } from '../../messages/catalogs.ts';
import type { SourcesRefused } from './submit-sources.ts';
import type { Way } from './way.ts';

/**
 * What is said of a source by hand. A file says much of itself, so that of files it is closed at first.
 */
export function Described({
  way,
  answer,
  children,
}: {
  readonly way: Way;
  readonly answer: SourcesRefused | undefined;
  readonly children: ReactNode;
}) {
  const t = useT('coding');
  if (way !== 'file') return children;
  const typed = Object.entries(answer?.typed ?? {});
  const isTyped = typed.some(([name, values]) => described.has(name) && values.some(Boolean));
  return (
    <details className="describe" open={isTyped || (answer?.problems.length ?? 0) > 0}>
      <summary>{t('add.describe')}</summary>
      <div className="form form-wide">
        <p className="muted">{t('add.fileLead')}</p>
        {children}
      </div>
    </details>
  );
}

const described: ReadonlySet<string> = new Set([
  ...[
    'title',
    'authors',
    'publisher',
    'published',
    'language',
    'material',
    'notes',
    'through',
    'address',
  ],
]);
