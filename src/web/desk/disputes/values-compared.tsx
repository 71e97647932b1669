import { useT } from '../../messages/catalogs.ts';
import { ClaimFacts } from '../claims/claim-facts.tsx';
import { PassageBlock } from '../claims/passage-block.tsx';
import { ValueText } from '../claims/value-text.tsx';
import type { ValueGroup } from '../entity/property-words.ts';
import type { Passages } from '../entity/property-list.tsx';

/** The values that stand against each other, each with its voices and words. */
export function ValuesCompared({
  values,
  passages,
}: {
  readonly values: readonly ValueGroup[];
  readonly passages: Passages;
}) {
  const t = useT('record');
  return (
    <div className="side-by-side">
      {values.map((group) => (
        <section key={group.key} className="compared stack-tight">
          <h2>
            <ValueText value={group.value} />
          </h2>
          <p className="small muted">{t('value.origins', { n: group.origins })}</p>
          {group.claims.map((claim) => {
            const passage = passages[claim.passage?.uid ?? ''];
            return (
              <div key={claim.uid} className="stack-tight">
                {passage !== undefined && <PassageBlock passage={passage} />}
                <ClaimFacts claim={claim} />
              </div>
            );
          })}
        </section>
      ))}
    </div>
  );
}
