import { Link } from 'react-router';
import type { FraudAct } from '#letters';
import { Tag } from '../../components/index.ts';
import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { groupAddress, groupSign } from './fraud-words.ts';

/** An act with its moment in words, as the loader gives it. */
export type ShownAct = Omit<FraudAct, 'at'> & { readonly at: string };

/** What was decided about many, what waits for a second person, and what can be undone. */
export function FraudActs({
  uid,
  acts,
  mayDecide,
  state,
}: {
  readonly uid: string;
  readonly acts: readonly ShownAct[];
  readonly mayDecide: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('fraud');
  const ledger = useT('ledger');
  return (
    <section className="record-section stack-tight">
      <h2>{t('acts')}</h2>
      {acts.length === 0 && <p className="muted">{t('acts.none')}</p>}
      <ul className="plain-list fraud-list">
        {acts.map((act) => (
          <li key={act.uid}>
            <p>
              <strong>{t(`act.${act.kind}`, { count: act.signed })}</strong>{' '}
              <Tag tone={act.state === 'proposed' ? 'accent' : 'plain'}>
                {t(`state.${act.state}`)}
              </Tag>{' '}
              <Link to={groupAddress(uid, act)}>
                {t(`group.${act.by}`)} <bdi>{groupSign(act.by, act.of, ledger)}</bdi>
              </Link>
            </p>
            <p className="small muted">
              {act.kind === 'aside' && `${ledger(`reason.${act.reason}`)} `}
              <bdi>{act.proposedBy}</bdi>
              {act.decidedBy !== null && act.decidedBy !== act.proposedBy && (
                <>
                  {' · '}
                  <bdi>{act.decidedBy}</bdi>
                </>
              )}
              {' · '}
              {act.at}
            </p>
            {mayDecide && <ActButtons act={act} state={state} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ActButtons({
  act,
  state,
}: {
  readonly act: ShownAct;
  readonly state: FormState | undefined;
}) {
  const t = useT('fraud');
  const isUndoable = act.state === 'done' && act.kind === 'aside' && act.kept > 0;
  if (act.state !== 'proposed' && !isUndoable) return null;
  return (
    <PageForm id={`act-${act.uid}`} state={state} area="fraud" className="row">
      <input type="hidden" name="act" value={act.uid} />
      {isUndoable && (
        <SubmitButton name="step" value="undo" look="plain">
          {t('undo')}
        </SubmitButton>
      )}
      {act.state === 'proposed' && (
        <>
          <SubmitButton name="step" value="approve">
            {t('approve')}
          </SubmitButton>
          <SubmitButton name="step" value="drop" look="plain">
            {t('drop')}
          </SubmitButton>
        </>
      )}
    </PageForm>
  );
}
