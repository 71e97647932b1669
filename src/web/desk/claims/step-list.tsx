import type { ReactNode } from 'react';
import { useT } from '../../messages/catalogs.ts';
import { Rich } from '../rich.ts';
import { AsOfLink } from './as-of-link.tsx';

/** What became of a claim, step by step, with the comments made. */
export function StepList({
  steps,
  asOfPath,
}: {
  readonly steps: readonly {
    readonly state: string;
    readonly by: string;
    readonly comment: string;
    readonly at: string;
    readonly instant: string;
  }[];
  /** The page of the entity, to show the record as of each step. */
  readonly asOfPath: string;
}) {
  const t = useT('record');
  return (
    <ol className="steps">
      {steps.map((step, index) => {
        const key = `step.${step.state}`;
        const at = <AsOfLink path={asOfPath} instant={step.instant} words={step.at} />;
        return (
          // Steps are only ever added at the end.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            {t.has(key) ? (
              <Rich parts={t.rich<ReactNode>(key, { by: <bdi>{step.by}</bdi>, at })} />
            ) : (
              step.state
            )}
            {step.comment !== '' && (
              <q className="step-comment">
                <bdi>{step.comment}</bdi>
              </q>
            )}
          </li>
        );
      })}
    </ol>
  );
}
