import type { PropertyReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { Value } from './value.tsx';

/** Name and values of each property, each value with what it rests on. */
export function PropertyList({
  properties,
  after,
  compact = false,
}: {
  readonly properties: readonly PropertyReading[];
  /** The value that stands above the list, whose source need not be named again. */
  readonly after?: PropertyReading['values'][number] | undefined;
  readonly compact?: boolean;
}) {
  if (properties.length === 0) return null;
  return (
    <dl className={compact ? 'record record-compact' : 'record'}>
      {properties.map((property, position) => (
        <PropertyRow
          key={property.code}
          property={property}
          previous={position === 0 ? after : lastValue(properties[position - 1])}
        />
      ))}
    </dl>
  );
}

function lastValue(
  property: PropertyReading | undefined,
): PropertyReading['values'][number] | undefined {
  return property?.others.at(-1) ?? property?.values.at(-1);
}

function PropertyRow({
  property,
  previous,
}: {
  readonly property: PropertyReading;
  readonly previous: PropertyReading['values'][number] | undefined;
}) {
  const t = useT('public');
  const { values, others, dispute } = property;
  const isDisputed = dispute === 'contradiction';
  return (
    <div className="record-row">
      <dt>{property.label}</dt>
      <dd>
        {values.map((value, position) => (
          <Value key={value.uid} value={value} previous={values[position - 1] ?? previous} />
        ))}
        {others.length > 0 && <p className="also-said">{t('value.others')}</p>}
        {others.map((value, position) => (
          <Value key={value.uid} value={value} previous={others[position - 1] ?? values.at(-1)} />
        ))}
        {isDisputed && <Dispute property={property} />}
      </dd>
    </div>
  );
}

// Written in whatever language the editor writes: it keeps its own direction.
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** Says that sources disagree, and why what stands first does. */
export function Dispute({ property }: { readonly property: PropertyReading }) {
  const t = useT('public');
  const { dispute, settled, reason, rule } = property;
  if (dispute === 'none') return null;
  const key =
    settled && dispute === 'contradiction'
      ? 'dispute.contradiction.settled'
      : (`dispute.${dispute}` as const);
  const ruleKey = `rule.${rule}`;
  return (
    <p className="dispute">
      <strong>{t(key)}.</strong> {dispute === 'contradiction' && t.has(ruleKey) && t(ruleKey)}
      {reason !== '' && <> {t('dispute.reason', { reason: isolated(reason) })}</>}
    </p>
  );
}
