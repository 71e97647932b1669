import { Outlet } from 'react-router';
export const handle = { hydrate: true };
export default function DeskLayout() {
  return (
    <main>
      <Outlet />
    </main>
  );
}
