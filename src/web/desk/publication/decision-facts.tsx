import { Fragment } from 'react';
import { useT } from '../../messages/catalogs.ts';
import type { DecisionWords } from './decision-words.ts';

/** For whom, on what footing, at what risk, by whom. */
export function DecisionFacts({ decision }: { readonly decision: DecisionWords }) {
  const t = useT('record');
  const common = useT('common');
  // The name in isolates of its own: a Latin one must not turn the Persian day after it round.
  const by = (name: string, day: string) => `\u2068${name}\u2069${common('list.comma')}${day}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('publication.kind'), t(`decision.kind.${decision.kind as 'publish'}`)],
    // What is taken back has neither audience nor footing.
    ...(decision.kind === 'remove'
      ? []
      : ([
          [t('publication.audience'), decision.audience],
          [t('publication.basis'), decision.basis],
        ] as const)),
    [t('publication.basisReason'), decision.basisReason],
    [t('publication.risk'), decision.riskNote],
    [t('publication.reviewOn'), decision.reviewOn],
    [t('publication.publicReason'), decision.publicReason],
    [t('removal.reasonClass'), decision.reasonClass],
    [t('decision.proposedBy'), by(decision.author, decision.createdAt)],
    [
      t('decision.decidedBy'),
      decision.decidedBy === null ? undefined : by(decision.decidedBy, decision.decidedAt ?? ''),
    ],
    [t('decision.commentGiven'), decision.comment],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) =>
        value === undefined || value === '' ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
