import { Fragment } from 'react';
import type { OwnVouching } from '#letters';
import { mostVouches } from '#letters/form';
import { Field, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { VouchingView } from './vouching-request.ts';

type Asking = NonNullable<Extract<VouchingView, { kind: 'opened' }>['asking']>;

/** Where a signer looks whom an address asks to vouch for, and does so. */
export function VouchForSomebody({
  own,
  asking,
  state,
}: {
  readonly own: OwnVouching;
  readonly asking: Asking | undefined;
  readonly state: FormState | undefined;
}) {
  const t = useT('vouch');
  if (asking !== undefined) return <Asked asking={asking} />;
  return (
    <section className="section stack-tight" aria-labelledby="theirs">
      <h2 id="theirs">{t('theirs')}</h2>
      {own.canVouch ? (
        <>
          <p>{t('theirs.means', { most: mostVouches })}</p>
          {/* What the button of the page before was refused for is told here. */}
          <PageForm
            id="look"
            state={state?.form === 'vouch' ? { ...state, form: 'look' } : state}
            area="vouch"
            labels={{ address: t('address') }}
            reload
          >
            <input type="hidden" name="step" value="look" />
            <Field name="address" dir="ltr" autoComplete="off" spellCheck={false} required />
            <SubmitButton>{t('look')}</SubmitButton>
          </PageForm>
        </>
      ) : (
        <p>{t('theirs.cannot')}</p>
      )}
    </section>
  );
}

function Asked({ asking }: { readonly asking: Asking }) {
  const t = useT('vouch');
  const sign = useT('sign');
  const facts = [
    [sign('name'), asking.name],
    [sign('credit'), asking.credit],
    [sign('affiliation'), asking.affiliation],
    [sign('country'), asking.countryName],
  ] as const;
  return (
    <section className="section stack-tight" aria-labelledby="asked">
      <h2 id="asked">{t('asked')}</h2>
      <dl className="facts">
        {facts.map(
          ([label, value]) =>
            value !== '' && (
              <Fragment key={label}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </Fragment>
            ),
        )}
      </dl>
      <PageForm id="vouch" state={undefined} area="vouch" reload className="step-form">
        <input type="hidden" name="step" value="vouch" />
        <input type="hidden" name="address" value={asking.address} />
        <input type="hidden" name="seen" value={asking.seen} />
        <SubmitButton>{t('words')}</SubmitButton>
      </PageForm>
      <PageForm id="open" state={undefined} area="vouch" reload className="step-form">
        <input type="hidden" name="step" value="open" />
        <SubmitButton look="plain">{t('asked.not')}</SubmitButton>
      </PageForm>
      <p className="section-note">{t('asked.means')}</p>
    </section>
  );
}

/** For whom a signer vouches, each with a button that takes it back. */
export function GivenVouches({ vouches }: Pick<OwnVouching, 'vouches'>) {
  const t = useT('vouch');
  if (vouches.length === 0) return null;
  return (
    <section className="section stack-tight" aria-labelledby="given">
      <h2 id="given">{t('given')}</h2>
      <ul className="plain-list spaced">
        {vouches.map(({ id, name }) => (
          <li key={id} className="row">
            <p>{name === null ? t('given.unnamed') : <bdi>{name}</bdi>}</p>
            <PageForm id={`back-${id}`} state={undefined} area="vouch" reload className="step-form">
              <input type="hidden" name="step" value="take-back" />
              <input type="hidden" name="vouch" value={id} />
              <SubmitButton look="plain">{t('given.back')}</SubmitButton>
            </PageForm>
          </li>
        ))}
      </ul>
      <p className="section-note">{t('given.means')}</p>
    </section>
  );
}
