import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimHead } from '../claims/claim-facts.tsx';
import type { ClaimWords } from '../claims/claim-words.ts';

/** What was withdrawn within the hour: to be brought back all at once, or one by one. */
export function RestoreList({
  claims,
  state,
}: {
  readonly claims: readonly ClaimWords[];
  readonly state: FormState | undefined;
}) {
  const t = useT('upkeep');
  if (claims.length === 0) return null;
  return (
    <PageForm id="restore" state={state} area="record" className="notice notice-done">
      <div className="stack-tight">
        <output>{t('restore.done', { n: claims.length })}</output>
        {claims.map(({ uid }) => (
          <input key={uid} type="hidden" name="claim" value={uid} />
        ))}
        <div>
          <SubmitButton name="do" value="undo" look="plain">
            {t('restore.all', { n: claims.length })}
          </SubmitButton>
        </div>
        <details>
          <summary>{t('restore.which')}</summary>
          <ul className="ruled-list">
            {claims.map((claim) => (
              <li key={claim.uid} className="row row-apart">
                <div>
                  <p className="small">
                    <bdi>{claim.entity.text}</bdi>
                  </p>
                  <ClaimHead claim={claim} />
                </div>
                <SubmitButton name="do" value={`undo:${claim.uid}`} look="plain">
                  {t('action.undo')}
                </SubmitButton>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </PageForm>
  );
}
