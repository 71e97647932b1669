import { formatList, formatNumber } from '#platform/languages';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { OwnVersions } from './signature-request.ts';

/** On a signer's own page: what else of the letter they have signed, or are asked to. */
export function OtherVersions({
  letter,
  versions,
}: {
  readonly letter: string;
  readonly versions: OwnVersions;
}) {
  const { signed, also, newer } = versions;
  return (
    <>
      {also.length > 0 && <AlsoSigned signed={signed} also={also} />}
      {newer !== undefined && <NewerVersion letter={letter} signed={signed} newer={newer} />}
    </>
  );
}

/** One person has a link for each version that they signed. */
function AlsoSigned({ signed, also }: Pick<OwnVersions, 'signed' | 'also'>) {
  const t = useT('sign');
  const locale = useLocale();
  const versions = formatList(
    also.map((one) => formatNumber(one, locale)),
    locale,
  );
  return <p>{t('own.also', { versions, count: also.length, signed })}</p>;
}

/** Whoever signed an earlier version is asked for their word: theirs stays on what they signed. */
function NewerVersion({
  letter,
  ...numbers
}: {
  readonly letter: string;
  readonly signed: number;
  readonly newer: number;
}) {
  const t = useT('sign');
  const locale = useLocale();
  return (
    <section className="section stack-tight" aria-labelledby="newer">
      <h2 id="newer">{t('own.newer')}</h2>
      <p>{t('own.newer.means', numbers)}</p>
      <p>
        <a className="button" href={`/${locale}/letters/${letter}/sign`}>
          {t('own.newer.sign', numbers)}
        </a>
      </p>
    </section>
  );
}
