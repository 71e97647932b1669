import { Notice } from '../../components/index.ts';
import { Checkbox, DateField, Field, RadioGroup, Select, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { NamedEntity } from './draft.ts';
import { ReturningList } from './returning-list.tsx';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Step two: for whom, on what footing, at what risk, until when. */
export function DecisionFields({
  audiences,
  bases,
  isCorrection,
  returning,
  title,
  publicReason = '',
}: {
  readonly audiences: readonly Choice[];
  readonly bases: readonly Choice[];
  readonly isCorrection: boolean;
  /** What was taken back once: publishing it again must be meant. */
  readonly returning: readonly NamedEntity[];
  /** What it is called unless somebody finds better. */
  readonly title: string;
  /** What readers are told of a correction, unless somebody finds better. */
  readonly publicReason?: string;
}) {
  const t = useT('record');
  return (
    <section className="form">
      <h2>{t('publication.decision')}</h2>
      <Field
        name="title"
        defaultValue={title}
        label={t('publication.title')}
        hint={t('publication.titleHint')}
        required
      />
      {returning.length > 0 && (
        <Notice tone="caution">
          <p>{t('publication.returning', { n: returning.length })}</p>
          <ReturningList returning={returning} />
          <Checkbox name="again" label={t('publication.again')} />
        </Notice>
      )}
      <RadioGroup
        key={String(isCorrection)}
        name="kind"
        label={t('publication.kind')}
        required
        defaultValue={isCorrection ? 'correct' : 'publish'}
        options={[
          { value: 'publish', label: t('publication.kind.publish') },
          { value: 'correct', label: t('publication.kind.correct') },
        ]}
      />
      <TextArea
        name="publicReason"
        defaultValue={publicReason}
        label={t('publication.publicReason')}
        hint={t('publication.publicReasonHint')}
        needed={t('publication.publicReasonWhen')}
        rows={2}
      />
      <Select
        name="audience"
        label={t('publication.audience')}
        options={audiences}
        empty="–"
        defaultValue="public"
        required
      />
      <Select name="basis" label={t('publication.basis')} options={bases} empty="–" required />
      <TextArea
        name="basisReason"
        label={t('publication.basisReason')}
        hint={t('publication.basisReasonHint')}
        rows={3}
        required
      />
      <TextArea
        name="riskNote"
        label={t('publication.risk')}
        hint={t('publication.riskHint')}
        rows={3}
        required
      />
      <DateField name="reviewOn" label={t('publication.reviewOn')} required />
    </section>
  );
}
