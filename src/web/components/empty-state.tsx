import type { ReactNode } from 'react';

/** In place of an empty list: what would stand here and what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  /** One sentence. */
  readonly children?: ReactNode;
  /** A link or button to the next step. */
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
