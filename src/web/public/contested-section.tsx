import type { PropertyReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { Chain } from './chain.tsx';
import { Evidence } from './evidence.tsx';
import { ShownValue } from './shown-value.tsx';

const denied: ReadonlySet<string> = new Set(['accountDenied', 'affiliationDenied']);

/** Accounts that somebody gives and somebody denies, side by side, each under the name of its teller. */
export function ContestedSection({
  properties,
}: {
  readonly properties: readonly PropertyReading[];
}) {
  const t = useT('public');
  const sides = new Set(properties.map(({ code }) => denied.has(code)));
  const key = sides.size > 1 ? 'subject.contested' : 'subject.accounts';
  return (
    <section aria-labelledby="contested" className="section">
      <h2 id="contested">{t(key)}</h2>
      <p className="section-note">{t(`${key}.note`)}</p>
      <div className="accounts">
        {properties.flatMap((property) =>
          [...property.values, ...property.others].map((value) => {
            const [claim] = value.claims;
            return (
              <div
                key={value.uid}
                className={denied.has(property.code) ? 'account account-denied' : 'account'}
              >
                <h3 className="eyebrow">{property.label}</h3>
                <p className="account-said">
                  <ShownValue shown={value.shown} />
                </p>
                {claim?.source !== undefined && <Chain chain={claim.chain} source={claim.source} />}
                <Evidence
                  value={value}
                  title={t(
                    claim?.quote === undefined && claim?.seen !== undefined
                      ? 'value.seen'
                      : 'value.words',
                  )}
                />
              </div>
            );
          }),
        )}
      </div>
    </section>
  );
}
