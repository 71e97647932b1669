import { Outlet } from 'react-router';
import { may } from '#accounts';
import { publicationCounts } from '#editions';
import { countProposed } from '#letters';
import { countAlarms } from '#log';
import { countReturned } from '#record';
import { houseContext, pageContext } from '#web/context';
import { PageError } from '../components/index.ts';
import { notFound } from '../not-found.ts';
import { useT } from '../messages/catalogs.ts';
import type { PageHandle } from '../page-handle.ts';
import { DeskFrame } from './desk-frame.tsx';
import { deskPlaces } from './navigation.ts';
import type { Route } from './+types/layout.ts';
import './desk.css';

export const handle: PageHandle = { hydrate: true, messages: ['desk'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, instance } = context.get(pageContext);
  // The guard at the root let only people through who work here.
  if (actor === undefined) notFound();
  const { db, singlePerson } = context.get(houseContext);
  const [publication, returned, proposed] = await Promise.all([
    publicationCounts(db, actor, { singlePerson }),
    countReturned(db, actor),
    countProposed(db, actor, { singlePerson }),
  ]);
  return {
    instanceName: instance.name,
    demonstration: instance.demonstration,
    personName: actor.name,
    places: deskPlaces.filter(({ action }) => action === undefined || may(actor, action)),
    // Those who may publish are told wherever they are: readers see it until somebody acts, and
    // nothing is published before a second person looked at it.
    ...publication,
    alarms: may(actor, 'log.manage') ? await countAlarms(db) : 0,
    // A refusal must reach who wrote the claim, wherever they are.
    returned,
    // Versions of letters that wait for their word.
    proposed,
  };
}

export default function DeskLayout({ loaderData }: Route.ComponentProps) {
  const t = useT('desk');
  const { changed, toDecide, alarms, returned, proposed } = loaderData;
  const waiting = [
    ...(toDecide > 0 ? [t('place.toDecide', { n: toDecide })] : []),
    ...(changed > 0 ? [t('place.changed', { n: changed })] : []),
  ];
  const places = loaderData.places.map((place) => ({
    ...place,
    label: t(place.label),
    ...(place.to === '/desk/publications' && {
      count: changed + toDecide,
      countMeans: waiting.join(' · '),
    }),
    ...(place.to === '/desk/letters' && {
      count: proposed,
      countMeans: t('place.proposed', { n: proposed }),
    }),
    ...(place.to === '/desk/log' && {
      count: alarms,
      countMeans: t('place.alarms', { n: alarms }),
    }),
    ...(place.to === '/desk' && {
      count: returned,
      countMeans: t('place.returned', { n: returned }),
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
