import type { PersonChoice } from '#accounts';
import { useT } from '../../messages/catalogs.ts';

/** To whom a source is handed: nobody, oneself, then the others who may work on it. */
export function AssigneeSelect({
  id,
  people,
  me,
  assigned,
}: {
  readonly id: string;
  readonly people: readonly PersonChoice[];
  /** Uid of who chooses. */
  readonly me: string;
  readonly assigned: PersonChoice | null;
}) {
  const t = useT('coding');
  const isStranger = assigned !== null && !people.some(({ uid }) => uid === assigned.uid);
  const ordered = [
    ...people.filter(({ uid }) => uid === me),
    ...people.filter(({ uid }) => uid !== me),
    // Suspended, or without the right by now: shown as it is, until it is handed on.
    ...(isStranger ? [assigned] : []),
  ];
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        {t('assign.label')}
      </label>
      <select
        key={assigned?.uid}
        id={id}
        className="input input-auto"
        name="to"
        defaultValue={assigned?.uid ?? ''}
      >
        <option value="">{t('assign.nobody')}</option>
        {ordered.map(({ uid, name }) => (
          <option key={uid} value={uid}>
            {uid === me ? t('assign.me', { name }) : name}
          </option>
        ))}
      </select>
    </>
  );
}
