import { Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import {
  PageForm,
  RadioGroup,
  Select,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { LetterNaming } from '#letters';
import { LettersLeft } from './letters-left.tsx';
import { ErasureItem, type ErasureWords } from './erasure-item.tsx';

/** Erasing for good: what it destroys, what it cannot, and the two people it takes. */
export function ErasureSection({
  erasures,
  sources,
  letters,
  reasons,
  mayPropose,
  mayDecide,
  singlePerson,
  state,
}: {
  readonly erasures: readonly ErasureWords[];
  readonly sources: readonly { readonly uid: string; readonly title: string }[];
  readonly letters: readonly LetterNaming[];
  readonly reasons: readonly { readonly value: string; readonly label: string }[];
  readonly mayPropose: boolean;
  readonly mayDecide: boolean;
  readonly singlePerson: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('upkeep');
  const isOpen = erasures.some((one) => one.state === 'proposed');
  const isWhole = erasures.some((one) => one.state === 'approved' && one.extent === 'record');
  return (
    <section className="record-section stack-tight">
      <h2>{t('erasure.title')}</h2>
      {erasures.map((erasure) => (
        <ErasureItem
          key={erasure.uid}
          erasure={erasure}
          mayDecide={mayDecide && (!erasure.isMine || singlePerson)}
          state={state}
        />
      ))}
      {!isWhole && (
        <>
          <p>{t('erasure.what')}</p>
          <SourcesLeft sources={sources} />
          <LettersLeft letters={letters} />
        </>
      )}
      {mayPropose && !isOpen && !isWhole && (
        <PageForm id="erase" state={state} area="record">
          <RadioGroup
            name="extent"
            label={t('erasure.extent')}
            required
            options={[
              {
                value: 'published',
                label: t('erasure.extent.published'),
                hint: t('erasure.extent.publishedHint'),
              },
              {
                value: 'record',
                label: t('erasure.extent.record'),
                hint: t('erasure.extent.recordHint'),
              },
            ]}
          />
          <Select
            name="reasonClass"
            label={t('erasure.reasonClass')}
            options={reasons}
            empty="–"
            required
          />
          <TextArea
            name="reason"
            label={t('erasure.reason')}
            hint={t('erasure.reasonHint')}
            rows={3}
            required
          />
          <div>
            <SubmitButton name="do" value="erase" look="danger">
              {t('erasure.propose')}
            </SubmitButton>
          </div>
        </PageForm>
      )}
    </section>
  );
}

// Preserved bytes are evidence and stay what they were; so who erases must know where a name is left.
function SourcesLeft({
  sources,
}: {
  readonly sources: readonly { readonly uid: string; readonly title: string }[];
}) {
  const t = useT('upkeep');
  return (
    <Notice tone="caution">
      <p>{t('erasure.sources', { n: sources.length })}</p>
      {sources.length > 0 && (
        <ul>
          {sources.map(({ uid, title }) => (
            <li key={uid}>
              <Link to={`/desk/sources/${uid}`}>
                <bdi>{title}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
