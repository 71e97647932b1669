import { Outlet } from 'react-router';
import { isLocale } from '#platform/languages';
import { notFound } from '../not-found.ts';
import type { Route } from './+types/layout.ts';

export function loader({ params }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  return null;
}

export default function PublicLayout() {
  return (
    <main>
      <Outlet />
    </main>
  );
}
