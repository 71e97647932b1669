import { data, redirect } from 'react-router';
import { addressOf, kindOfPath, publicSubject, removalReason, sayDay } from '#publish';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { proofAddress } from '../log/log-addresses.ts';
import { notFound } from '../not-found.ts';
import { CurrentPage } from './current-page.tsx';
import { readCurrent } from './read-current.ts';
import { RemovedPage } from './removed-page.tsx';
import type { Route } from './+types/subject.ts';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  const kind = kindOfPath(params.kinds);
  if (!isLocale(locale) || kind === undefined) notFound();
  const { readerDb } = context.get(houseContext);
  const { instance } = context.get(pageContext);
  const subject = await publicSubject(readerDb, uid);
  if (subject === undefined) notFound();
  if (subject.kind !== kind) throw redirect(addressOf(locale, subject.kind, uid) ?? '/', 301);
  if (subject.state === 'removed') {
    const reason = removalReason(subject.removedFor, locale);
    const date = sayDay(subject.removedAt, locale);
    const proof = proofAddress(locale, uid);
    return data({ state: 'removed', kind, reason, date, proof } as const, { status: 410 });
  }
  const read = await readCurrent({ db: readerDb, instance, locale }, subject);
  if (read === undefined) notFound();
  return data(read);
}

export default function Subject({ loaderData }: Route.ComponentProps) {
  if (loaderData.state === 'removed') return <RemovedPage {...loaderData} />;
  return <CurrentPage current={loaderData} path={loaderData.reading.address.slice(3)} />;
}

export { PageError as ErrorBoundary } from '../components/index.ts';
