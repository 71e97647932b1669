import type { ReactNode } from 'react';
import { listParts } from '#platform/languages';
import { Rich } from '../../desk/rich.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';

/** A countersigner of the checkpoint, its moment already in the reader's words. */
export interface CountersignedBy {
  readonly name: string;
  readonly url: string;
  readonly at: string;
}

/** "Countersigned by A, B and C", or that nobody has. */
export function CountersignedLine({ by }: { readonly by: readonly CountersignedBy[] }) {
  const t = useT('log');
  const locale = useLocale();
  if (by.length === 0) return t('by.nobody');
  const names = listParts<ReactNode>(
    by.map(({ name }) => <bdi key={name}>{name}</bdi>),
    locale,
  );
  return (
    <Rich parts={t.rich<ReactNode>('by.names', { names: <Rich key="names" parts={names} /> })} />
  );
}

/** Each of them with the moment by its own clock. */
export function CountersignedTimes({ by }: { readonly by: readonly CountersignedBy[] }) {
  if (by.length === 0) return null;
  return (
    <ul className="plain-list countersigned">
      {by.map(({ name, url, at }) => (
        <li key={url}>
          <bdi>{name}</bdi> <span>{at}</span>{' '}
          <bdi className="muted" dir="ltr">
            {url}
          </bdi>
        </li>
      ))}
    </ul>
  );
}
