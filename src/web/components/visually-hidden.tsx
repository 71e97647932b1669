import type { ReactNode } from 'react';

/** For screen readers only: what the eye sees from the place of things. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className="visually-hidden">{children}</span>;
}
