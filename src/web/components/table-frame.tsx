import type { ReactNode } from 'react';

/**
 * Lets a wide table scroll inside itself, not the page; by keyboard too.
 *
 * @param label names the table for who cannot see it.
 */
export function TableFrame({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    // What scrolls must take the focus, or the keyboard cannot scroll it (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="table-frame" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
