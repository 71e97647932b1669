import { Tag } from '../../components/index.ts';
import { Field, PageForm, Select, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { CopyLine } from './copy-line.tsx';
import { AddLine, ListedHead, LogPartHead } from './log-part.tsx';
import type { LogView } from './log-view.ts';
import { SpokenKey } from './spoken-key.tsx';

/** Who countersigns our log; how others are asked to; how many must. */
export function Countersigners({
  own,
  countersigners,
  quorum,
  form,
}: Pick<LogView, 'own' | 'countersigners' | 'quorum'> & { readonly form: FormState | undefined }) {
  const t = useT('log');
  return (
    <section className="part log-part">
      <LogPartHead half="ours" count={countersigners.length}>
        {countersigners.map((one) => (
          <CountersignerItem key={one.uid} one={one} />
        ))}
      </LogPartHead>
      {own === undefined ? (
        <p className="muted">{t('own.notYet')}</p>
      ) : (
        <CopyLine label={t('own.line')} text={own.line} />
      )}
      {/* Empty again once the line is on the list. */}
      <AddLine key={countersigners.length} half="ours" id="countersigner" form={form}>
        <Field name="name" width="medium" autoComplete="off" hint={t('ours.nameHint')} />
      </AddLine>
      {countersigners.length > 0 && (
        <Quorum of={countersigners.length} quorum={quorum} form={form} />
      )}
    </section>
  );
}

function CountersignerItem({ one }: { readonly one: LogView['countersigners'][number] }) {
  const t = useT('log');
  const { uid, name, url, seen, since, problem, problemAt, spoken } = one;
  const key = `problem.${problem ?? ''}`;
  return (
    <li className="stack-tight">
      <ListedHead uid={uid} name={name}>
        {problem !== null && <Tag tone="problem">{t('ours.fails')}</Tag>}
        {problem === null && seen !== null && <Tag tone="done">{t('ours.signs')}</Tag>}
        {problem === null && seen === null && <Tag>{t('ours.notAsked')}</Tag>}
      </ListedHead>
      <p className="small muted">
        {seen === null ? t('ours.neverSeen', { since }) : t('ours.seen', { since, seen })}
        {'\u{A0}· '}
        <bdi dir="ltr">{url}</bdi>
      </p>
      {problem !== null && (
        <p>
          {t.has(key) ? t(key) : t('problem.refused')}{' '}
          {problemAt !== null && (
            <span className="small muted">{t('problem.at', { at: problemAt })}</span>
          )}
        </p>
      )}
      <SpokenKey spoken={spoken} />
    </li>
  );
}

function Quorum({
  of,
  quorum,
  form,
}: {
  readonly of: number;
  readonly quorum: number;
  readonly form: FormState | undefined;
}) {
  const t = useT('log');
  const options = Array.from({ length: of + 1 }, (_, n) => ({
    value: String(n),
    label: t('quorum.option', { n, of }),
  }));
  return (
    <PageForm id="quorum" state={form} area="record" labels={{ quorum: t('quorum.label') }}>
      <h3>{t('quorum.title')}</h3>
      <p className="measure">{t('quorum.now', { n: quorum, of })}</p>
      <Select
        name="quorum"
        required
        options={options}
        defaultValue={String(quorum)}
        hint={t('quorum.hint')}
      />
      <div className="row">
        <SubmitButton look="plain">{t('action.save')}</SubmitButton>
      </div>
    </PageForm>
  );
}
