import type { HeadingReading, ValueReading } from '#publish';
import { Evidence } from './evidence.tsx';
import { ShownValue } from './shown-value.tsx';

/** A value and, in the margin or beneath it, what it rests on. */
export function Value({
  value,
  previous,
  same = [],
}: {
  readonly value: ValueReading;
  readonly previous?: ValueReading | undefined;
  readonly same?: HeadingReading['same'];
}) {
  return (
    <div className="value">
      <div className="value-said">
        <ShownValue shown={value.shown} />
        {value.valid !== undefined && <span className="muted small"> ({value.valid})</span>}
      </div>
      <Evidence value={value} previous={previous} same={same} />
    </div>
  );
}
