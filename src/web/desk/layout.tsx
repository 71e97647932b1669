import { Outlet } from 'react-router';
import type { PageHandle } from '../page-handle.ts';

export const handle: PageHandle = { hydrate: true, messages: ['desk'] };

export default function DeskLayout() {
  return (
    <main>
      <Outlet />
    </main>
  );
}
