import { Link } from 'react-router';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimFacts } from '../claims/claim-facts.tsx';
import { PassageBlock, type ShownPassage } from '../claims/passage-block.tsx';
import { ValueText } from '../claims/value-text.tsx';
import type { PropertyWords, ValueGroup } from './property-words.ts';

export type Passages = Readonly<Record<string, ShownPassage>>;

/** Properties and their values; each value opens to the claims, words and sources behind it. */
export function PropertyList({
  entity,
  properties,
  passages,
}: {
  /** Whose properties they are, by uid. */
  readonly entity: string;
  readonly properties: readonly PropertyWords[];
  readonly passages: Passages;
}) {
  return (
    <dl className="facts record-facts">
      {properties.map((property) => (
        <PropertyRow key={property.code} entity={entity} property={property} passages={passages} />
      ))}
    </dl>
  );
}

function PropertyRow({
  entity,
  property,
  passages,
}: {
  readonly entity: string;
  readonly property: PropertyWords;
  readonly passages: Passages;
}) {
  const t = useT('record');
  const { shown, others, dispute } = property;
  return (
    <>
      <dt id={`${entity}-${property.code}`}>
        {property.label} {property.sensitive && <Tag tone="caution">{t('claim.sensitive')}</Tag>}
      </dt>
      <dd className={dispute === 'contradiction' ? 'disputed' : undefined}>
        {shown.map((group) => (
          <ValueDetails key={group.key} group={group} passages={passages} />
        ))}
        {others.length > 0 && (
          <div className="values-beside">
            <p className="eyebrow">{t('value.others')}</p>
            {others.map((group) => (
              <ValueDetails key={group.key} group={group} passages={passages} />
            ))}
          </div>
        )}
        {dispute !== 'none' && <Dispute entity={entity} property={property} />}
      </dd>
    </>
  );
}

function ValueDetails({
  group,
  passages,
}: {
  readonly group: ValueGroup;
  readonly passages: Passages;
}) {
  const t = useT('record');
  return (
    <details className="value">
      <summary>
        <ValueText value={group.value} />{' '}
        {group.origins > 1 && (
          <span className="value-origins">{t('value.origins', { n: group.origins })}</span>
        )}{' '}
        {group.proposed && <Tag>{t('state.proposed')}</Tag>}
      </summary>
      <ul className="plain-list value-claims">
        {group.claims.map((claim) => {
          const passage = passages[claim.passage?.uid ?? ''];
          return (
            <li key={claim.uid} className="stack-tight">
              {passage !== undefined && <PassageBlock passage={passage} />}
              <ClaimFacts claim={claim} />
              <p className="small no-print">
                <Link to={`/desk/claims/${claim.uid}`}>{t('claim.open')}</Link>
              </p>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Dispute({
  entity,
  property,
}: {
  readonly entity: string;
  readonly property: PropertyWords;
}) {
  const t = useT('record');
  if (property.dispute === 'different-measure') {
    return <p className="dispute-line muted">{t('dispute.differentMeasure')}</p>;
  }
  const decide = (
    <Link key="decide" to={`/desk/entities/${entity}/decide/${property.code}`}>
      {property.settled ? t('dispute.decideAgain') : t('dispute.decide')}
    </Link>
  );
  return (
    <p className="dispute-line">
      <Tag tone={property.settled ? 'plain' : 'problem'}>
        {property.settled ? t('dispute.settled') : t('dispute.open')}
      </Tag>{' '}
      {t('dispute.rule', { rule: t(ruleThatHeld(property)) })}{' '}
      {property.reason !== '' && <bdi>{property.reason}</bdi>}{' '}
      <span className="no-print">{decide}</span>
    </p>
  );
}

// Rules that compare find no better one where all are alike: then none stands before another.
function ruleThatHeld({ rule, others }: PropertyWords) {
  if (others.length === 0 && rule === 'ranked-source') return 'rule.ranked-source.tie' as const;
  if (others.length === 0 && rule === 'majority-of-origins') {
    return 'rule.majority-of-origins.tie' as const;
  }
  return ruleKey(rule);
}

/** Message of a resolution rule's name. */
export function ruleKey(rule: string) {
  switch (rule) {
    case 'ranked-source':
      return 'rule.ranked-source' as const;
    case 'range':
      return 'rule.range' as const;
    case 'majority-of-origins':
      return 'rule.majority-of-origins' as const;
    case 'editors-choice':
      return 'rule.editors-choice' as const;
    default:
      return 'rule.unconfirmed' as const;
  }
}
