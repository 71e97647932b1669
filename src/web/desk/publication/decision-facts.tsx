import { useT } from '../../messages/catalogs.ts';
import { FactList, type Fact } from '../fact-list.tsx';
import { WhoWhen } from '../who-when.tsx';
import type { DecisionWords } from './decision-words.ts';

/** For whom, on what footing, at what risk, by whom. */
export function DecisionFacts({ decision }: { readonly decision: DecisionWords }) {
  const t = useT('record');
  const typed = (words: string) => (words === '' ? undefined : <bdi>{words}</bdi>);
  const rows: readonly Fact[] = [
    [t('publication.kind'), t(`decision.kind.${decision.kind as 'publish'}`)],
    // What is taken back has neither audience nor footing.
    ...(decision.kind === 'remove'
      ? []
      : ([
          [t('publication.audience'), decision.audience],
          [t('publication.basis'), decision.basis],
        ] as const)),
    [t('publication.basisReason'), typed(decision.basisReason)],
    [t('publication.risk'), typed(decision.riskNote)],
    [t('decision.takesEffect'), decision.publishAt],
    [t('publication.reviewOn'), decision.reviewOn],
    [t('publication.publicReason'), typed(decision.publicReason)],
    [t('removal.reasonClass'), decision.reasonClass],
    [
      t('decision.proposedBy'),
      <WhoWhen key="by" who={decision.author} when={decision.createdAt} />,
    ],
    [
      t('decision.decidedBy'),
      decision.decidedBy === null ? undefined : (
        <WhoWhen key="by" who={decision.decidedBy} when={decision.decidedAt ?? ''} />
      ),
    ],
    [t('decision.commentGiven'), typed(decision.comment)],
  ];
  return <FactList facts={rows} />;
}
