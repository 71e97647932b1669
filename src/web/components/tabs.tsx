import type { ReactNode } from 'react';
import { Link } from 'react-router';

export interface Tab {
  readonly to: string;
  readonly label: ReactNode;
  readonly current: boolean;
}

/** Parts of one subject, each with its own address, so that every part can be linked to. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label}>
      <ul className="tabs">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link to={tab.to} aria-current={tab.current ? 'page' : undefined}>
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
