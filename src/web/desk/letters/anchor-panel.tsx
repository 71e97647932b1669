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
    readonly told: readonly ToldValue[];
  };
  readonly state: FormState | undefined;
  readonly lang: string;
}) {
  const t = useT('letters');
  const { at, words, q, found, subject, told } = panel;
  const pathOf = (uid: string) => `?${new URLSearchParams({ at, q, subject: uid }).toString()}`;
  return (
    <section className="record-section anchor-panel stack-tight" aria-labelledby="anchor-words">
      <h2 id="anchor-words">{t('anchors.choose')}</h2>
      <blockquote className="words" lang={lang} dir="auto">
        {words}
      </blockquote>
      <search>
        <Form className="row">
          <input type="hidden" name="at" value={at} />
          <label htmlFor="anchor-q">{t('anchors.find')}</label>
          <input
            id="anchor-q"
            className="input input-medium"
            name="q"
            dir="auto"
            defaultValue={q}
          />
          <button type="submit" className="button">
            {t('anchors.search')}
          </button>
        </Form>
      </search>
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
                  {label}: <ShownValue shown={value.shown} />
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
    </section>
  );
}
