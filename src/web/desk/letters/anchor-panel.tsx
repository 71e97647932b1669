import type { ReactNode } from 'react';
import { Form, Link } from 'react-router';
import type { ToldValue } from '#publish';
import { CheckboxGroup, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ShownValue } from '../../public/shown-value.tsx';
import { ShortSource } from '../../public/source-line.tsx';

interface Named {
  readonly uid: string;
  readonly text: string;
}

/** Finds a published page, and offers what it tells, for some words of a letter to rest on. */
export function AnchorPanel({
  panel,
  state,
  lang,
}: {
  readonly panel: {
    readonly at: string;
    readonly words: string;
    readonly q: string;
    readonly found: readonly Named[];
    readonly subject: Named | undefined;
    readonly claims: OfferedClaims;
  };
  readonly state: FormState | undefined;
  readonly lang: string;
}) {
  const t = useT('letters');
  const { at, words, q, found, subject, claims } = panel;
  const pathOf = (uid: string) => `?${new URLSearchParams({ at, q, subject: uid }).toString()}`;
  return (
    <section className="record-section anchor-panel stack-tight" aria-labelledby="anchor-words">
      <h2 id="anchor-words">{t('anchors.choose')}</h2>
      <blockquote className="words" lang={lang} dir="auto">
        {words}
      </blockquote>
      <Asked name="q" label={t('anchors.find')} value={q} kept={{ at }}>
        {t('anchors.search')}
      </Asked>
      {q !== '' && found.length === 0 && <p className="muted">{t('anchors.nobody')}</p>}
      {found.length > 0 && (
        <ul className="plain-list">
          {found.map(({ uid, text }) => (
            <li key={uid}>
              <Link to={pathOf(uid)} aria-current={uid === subject?.uid ? 'true' : undefined}>
                <bdi>{text}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {subject !== undefined && (
        <Claims at={at} q={q} subject={subject} claims={claims} state={state} />
      )}
    </section>
  );
}

/** A line that asks this page again. */
function Asked({
  name,
  label,
  value,
  kept,
  children,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What the address holds beside it. */
  readonly kept: Readonly<Record<string, string>>;
  /** Of the button. */
  readonly children: ReactNode;
}) {
  const id = `anchor-${name}`;
  return (
    <search>
      <Form className="row">
        {Object.entries(kept).map(([key, of]) => (
          <input key={key} type="hidden" name={key} value={of} />
        ))}
        <label htmlFor={id}>{label}</label>
        <input id={id} className="input input-medium" name={name} dir="auto" defaultValue={value} />
        <button type="submit" className="button">
          {children}
        </button>
      </Form>
    </search>
  );
}

interface OfferedClaims {
  /** Figures first; what is told of one thing stands together. */
  readonly told: readonly ToldValue[];
  /** Words that the list was narrowed to. */
  readonly only: string;
  /** How many the page tells in all. */
  readonly all: number;
}

function Claims({
  at,
  q,
  subject,
  claims: { told, only, all },
  state,
}: {
  readonly at: string;
  readonly q: string;
  readonly subject: Named;
  readonly claims: OfferedClaims;
  readonly state: FormState | undefined;
}) {
  const t = useT('letters');
  return (
    <>
      {all > fewClaims && (
        <Asked
          name="only"
          label={t('anchors.only')}
          value={only}
          kept={{ at, q, subject: subject.uid }}
        >
          {t('anchors.narrow')}
        </Asked>
      )}
      {told.length === 0 ? (
        <p className="muted">{t('anchors.noClaims')}</p>
      ) : (
        <PageForm id="anchor" state={state} area="letters">
          <input type="hidden" name="at" value={at} />
          <input type="hidden" name="subject" value={subject.uid} />
          <CheckboxGroup
            name="claim"
            label={t('anchors.claims', { name: `\u2068${subject.text}\u2069` })}
            required
            options={told.map(({ label, value }) => ({
              value: value.uid,
              label: (
                <>
                  <bdi>{label}</bdi>: <ShownValue shown={value.shown} />
                </>
              ),
              ...(value.claims[0]?.source !== undefined && {
                hint: <ShortSource source={value.claims[0].source} />,
              }),
            }))}
          />
          <div>
            <SubmitButton>{t('anchors.do')}</SubmitButton>
          </div>
        </PageForm>
      )}
    </>
  );
}

/** So many are seen at a glance. */
const fewClaims = 6;
