import type { ErasureView } from '#record';
import { Tag } from '../../components/index.ts';
import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** An erasure as the page prints it. */
export interface ErasureWords extends Pick<
  ErasureView,
  'uid' | 'extent' | 'reason' | 'state' | 'author' | 'decidedBy' | 'destroyed'
> {
  readonly isMine: boolean;
  readonly reasonLabel: string;
  readonly createdAt: string;
  readonly decidedAt: string | undefined;
}

/** One erasure: proposed and waiting for a second person, or what it destroyed. */
export function ErasureItem({
  erasure,
  mayDecide,
  state,
}: {
  readonly erasure: ErasureWords;
  readonly mayDecide: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('upkeep');
  const record = useT('record');
  const { author, createdAt, decidedBy, decidedAt } = erasure;
  const isOpen = erasure.state === 'proposed';
  return (
    <div className="document stack-tight">
      <p>
        {t(`erasure.extent.${erasure.extent}`)} – {erasure.reasonLabel}{' '}
        <Tag tone={isOpen ? 'accent' : 'plain'}>{record(`decision.${erasure.state}`)}</Tag>
      </p>
      {erasure.reason !== '' && (
        <p>
          <bdi>{erasure.reason}</bdi>
        </p>
      )}
      <p className="small muted">
        {record('decision.proposedBy')} <bdi>{author}</bdi>, {createdAt}
        {decidedBy !== null && (
          <>
            {' '}
            – {record('decision.decidedBy')} <bdi>{decidedBy}</bdi>, {decidedAt}
          </>
        )}
      </p>
      {erasure.state === 'approved' && (
        <ul className="destroyed">
          {Object.entries(erasure.destroyed).map(([kind, n]) => {
            const key = `erasure.destroyed.${kind}`;
            return <li key={kind}>{t.has(key) ? t(key, { n }) : kind}</li>;
          })}
        </ul>
      )}
      {isOpen && (
        <PageForm id="verdict" state={state} area="record">
          <input type="hidden" name="erasure" value={erasure.uid} />
          {erasure.isMine && !mayDecide && <p>{t('erasure.own')}</p>}
          <div className="row">
            {mayDecide && (
              <>
                <SubmitButton name="do" value="approve" look="danger">
                  {t('erasure.approve')}
                </SubmitButton>
                <SubmitButton name="do" value="refuse" look="plain">
                  {record('decision.refuse')}
                </SubmitButton>
              </>
            )}
            {erasure.isMine && (
              <SubmitButton name="do" value="cancel" look="plain">
                {record('decision.cancel')}
              </SubmitButton>
            )}
          </div>
        </PageForm>
      )}
    </div>
  );
}
