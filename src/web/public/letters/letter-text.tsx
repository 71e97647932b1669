import { data } from 'react-router';
import { chooseText, publicSubject } from '#publish';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { notFound } from '../../not-found.ts';
import { CurrentPage } from '../current-page.tsx';
import { readCurrent } from '../read-current.ts';
import type { Route } from './+types/letter-text.ts';

/** A text that is not there has no page; one of a letter that was taken back neither. */
export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid, language } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb: db } = context.get(houseContext);
  const { instance } = context.get(pageContext);
  const subject = await publicSubject(db, uid);
  if (subject?.state !== 'current' || subject.kind !== 'letter') notFound();
  const choose = (letter: Parameters<typeof chooseText>[0]) => chooseText(letter, language);
  const read = await readCurrent({ db, instance, locale }, subject, choose);
  if (read?.chosen === undefined) notFound();
  return data(read);
}

/** A letter in a language that is not that of the page: a Kurdish text under French words. */
export default function LetterText({ loaderData, params }: Route.ComponentProps) {
  const path = `/letters/${params.uid}/text/${params.language}`;
  return <CurrentPage current={loaderData} path={path} />;
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
