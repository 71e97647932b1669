import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/index.ts';
import { PageForm, SubmitButton, TextArea, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

// Both halves of the page, those who countersign us and those we countersign, are told in one way.

/** What the half is about, and who is on its list. */
export function LogPartHead({
  half,
  count,
  children,
}: {
  readonly half: 'ours' | 'theirs';
  readonly count: number;
  /** The items of the list. */
  readonly children: ReactNode;
}) {
  const t = useT('log');
  return (
    <>
      <h2>{t(`${half}.title`)}</h2>
      <p className="measure">{t(`${half}.lead`)}</p>
      {count === 0 ? (
        <EmptyState title={t(`${half}.empty`)}>{t(`${half}.emptyAdvice`)}</EmptyState>
      ) : (
        <ul className="ruled-list">{children}</ul>
      )}
    </>
  );
}

/** Who it is, how it stands with them, and the way to take them off the list. */
export function ListedHead({
  uid,
  name,
  children,
}: {
  readonly uid: string;
  readonly name: string;
  readonly children?: ReactNode;
}) {
  const t = useT('log');
  return (
    <div className="row row-apart">
      <span>
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        {children}
      </span>
      <Link to={`/desk/log/remove/${uid}`}>
        {t('remove')}
        <span className="visually-hidden"> {name}</span>
      </Link>
    </div>
  );
}

/** Takes the line that another organisation gave: a key and an address. */
export function AddLine({
  half,
  id,
  form,
  children,
}: {
  readonly half: 'ours' | 'theirs';
  readonly id: string;
  readonly form: FormState | undefined;
  /** Further fields. */
  readonly children?: ReactNode;
}) {
  const t = useT('log');
  const labels = { line: t(`${half}.line`), ...(half === 'ours' && { name: t('ours.name') }) };
  return (
    <PageForm id={id} state={form} area="record" labels={labels}>
      <h3>{t(`${half}.add`)}</h3>
      <TextArea
        name="line"
        required
        rows={3}
        dir="ltr"
        spellCheck={false}
        hint={t(`${half}.lineHint`)}
      />
      {children}
      <div className="row">
        <SubmitButton>{t(`${half}.add`)}</SubmitButton>
      </div>
    </PageForm>
  );
}
