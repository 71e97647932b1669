import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { NamedEntity, TakenBackWords } from './draft.ts';

/** What was taken back once, with the class of reason and the day. */
export function ReturningList({ returning }: { readonly returning: readonly NamedEntity[] }) {
  return (
    <ul>
      {returning.map(({ uid, text, takenBack }) => (
        <li key={uid}>
          <bdi>{text}</bdi> {takenBack !== undefined && <TakenBackTag takenBack={takenBack} />}
        </li>
      ))}
    </ul>
  );
}

/** Marks a name that was taken back: for whom, and for what. */
export function TakenBackTag({ takenBack }: { readonly takenBack: TakenBackWords }) {
  const t = useT('record');
  const { at, reason } = takenBack;
  return <Tag tone="problem">{t('publication.takenBack', { at, reason })}</Tag>;
}
