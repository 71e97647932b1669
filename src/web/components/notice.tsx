import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type NoticeTone = 'info' | 'done' | 'caution' | 'problem';

const icons: Readonly<Record<NoticeTone, IconName>> = {
  info: 'info',
  done: 'done',
  caution: 'caution',
  problem: 'problem',
};

/**
 * Something the reader should know before going on.
 *
 * @param live announces it when it appears on a page that is already open.
 */
export function Notice({
  tone = 'info',
  live = false,
  children,
}: {
  readonly tone?: NoticeTone;
  readonly live?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={`notice notice-${tone}`} role={live ? 'status' : undefined}>
      <Icon name={icons[tone]} />
      <div className="stack-tight">{children}</div>
    </div>
  );
}
