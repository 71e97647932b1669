import type { OwnVouching } from '#letters';
import { vouchersNeeded } from '#letters/form';
import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords } from './rule-words.ts';

/** The address that a signer sends to people who know them, and what came of it. */
export function WhoVouches({
  own,
  address,
  state,
}: {
  readonly own: OwnVouching;
  readonly address: string | null;
  readonly state: FormState | undefined;
}) {
  const t = useT('vouch');
  const locale = useLocale();
  const needed = vouchersNeeded;
  return (
    <section className="section stack-tight" aria-labelledby="mine">
      <h2 id="mine">{t('mine')}</h2>
      {own.standing === 'open' ? (
        <>
          <p>{t('mine.means', { needed })}</p>
          <p>{t(own.isVouched ? 'mine.vouched' : 'mine.count', { count: own.vouchers })}</p>
          {own.fallsOn !== null && (
            <p>{t('mine.falls', { needed, day: dayWords(own.fallsOn, locale) })}</p>
          )}
          <Address {...{ address, state }} />
          <p className="section-note">{t('mine.changes')}</p>
        </>
      ) : (
        <p>{t(`standing.${own.standing}`)}</p>
      )}
    </section>
  );
}

function Address({
  address,
  state,
}: {
  readonly address: string | null;
  readonly state: FormState | undefined;
}) {
  const t = useT('vouch');
  const step = address === null ? 'make' : 'end';
  return (
    <>
      {address !== null && (
        <>
          <p>{t('mine.address')}</p>
          <p>
            <bdi className="code">{address}</bdi>
          </p>
        </>
      )}
      <p className="section-note">{t('mine.address.means')}</p>
      <PageForm id={step} state={state} area="vouch" reload className="step-form">
        <input type="hidden" name="step" value={step} />
        <SubmitButton look="plain">{t(`mine.${step}`)}</SubmitButton>
      </PageForm>
      {address !== null && <p className="section-note">{t('mine.end.means')}</p>}
    </>
  );
}
