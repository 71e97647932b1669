import type { ListedSignature } from '#letters';
import { useT } from '../../messages/catalogs.ts';

/** A line of the list as a page reads it: words of the reader's language, no number of a row. */
export interface SignerLine extends Omit<ListedSignature, 'id' | 'person'> {
  readonly id: string;
  readonly countryName: string;
  /** Address of their page in the record; undefined where there is none. */
  readonly page: string | undefined;
}

/** Somebody who signed by name. */
export function Signer({
  signer,
  showVersion,
}: {
  readonly signer: SignerLine;
  readonly showVersion: boolean;
}) {
  const t = useT('sign');
  const press = useT('press');
  const { name, credit, affiliation, verification, version, page } = signer;
  const more = [credit, affiliation, signer.countryName].filter((one) => one !== '');
  return (
    <li>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {more.map((one) => (
          <span key={one} className="signer-more">
            <bdi>{one}</bdi>
          </span>
        ))}
      </p>
      <p className="small muted">
        {t(`verification.${verification}`)}
        {showVersion && <span className="signer-more">{t('list.version', { version })}</span>}
        {page !== undefined && (
          <span className="signer-more">
            <a href={page}>{press('list.person')}</a>
          </span>
        )}
      </p>
    </li>
  );
}
