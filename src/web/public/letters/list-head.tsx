import type { Instance } from '#web/context';
import { useLocale } from '../../page-environment.tsx';
import { PageHead } from '../page-head.tsx';

/** The head of a page that lists something of a letter, with the way back to it. */
export function ListHead({
  site,
  uid,
  page,
  letter,
  heading,
  title,
  description,
}: {
  readonly site: Pick<Instance, 'name' | 'publicUrl'>;
  readonly uid: string;
  /** The end of the page's address. */
  readonly page: string;
  /** The letter's title, and the language it is in. */
  readonly letter: { readonly title: string; readonly lang: string };
  readonly heading: string;
  /** Of the window. */
  readonly title: string;
  readonly description: string;
}) {
  const locale = useLocale();
  return (
    <>
      <PageHead
        title={title}
        siteName={site.name}
        description={description}
        publicUrl={site.publicUrl}
        path={`/letters/${uid}/${page}`}
        type="website"
      />
      <p className="eyebrow">
        <a href={`/${locale}/letters/${uid}`}>
          <bdi lang={letter.lang}>{letter.title}</bdi>
        </a>
      </p>
      <h1>{heading}</h1>
    </>
  );
}
