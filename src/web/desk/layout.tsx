import { Outlet } from 'react-router';
import { may } from '#accounts';
import { countDoubted } from '#editions';
import { houseContext, pageContext } from '#web/context';
import { PageError } from '../components/index.ts';
import { notFound } from '../not-found.ts';
import { useT } from '../messages/catalogs.ts';
import type { PageHandle } from '../page-handle.ts';
import { DeskFrame } from './desk-frame.tsx';
import { deskPlaces } from './navigation.ts';
import type { Route } from './+types/layout.ts';

export const handle: PageHandle = { hydrate: true, messages: ['desk'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, instance } = context.get(pageContext);
  // The guard at the root let only people through who work here.
  if (actor === undefined) notFound();
  const { db } = context.get(houseContext);
  return {
    instanceName: instance.name,
    demonstration: instance.demonstration,
    personName: actor.name,
    places: deskPlaces.filter(({ action }) => action === undefined || may(actor, action)),
    // Those who may publish are told wherever they are: readers see it until somebody acts.
    changed: may(actor, 'publication.propose') ? await countDoubted(db, actor) : 0,
  };
}

export default function DeskLayout({ loaderData }: Route.ComponentProps) {
  const t = useT('desk');
  const { changed } = loaderData;
  const places = loaderData.places.map((place) => ({
    ...place,
    label: t(place.label),
    ...(place.to === '/desk/publications' && {
      count: changed,
      countMeans: t('place.changed', { n: changed }),
    }),
  }));
  return (
    <DeskFrame {...loaderData} places={places}>
      <Outlet />
    </DeskFrame>
  );
}

export function ErrorBoundary() {
  return (
    <main className="lone-page">
      <PageError />
    </main>
  );
}
