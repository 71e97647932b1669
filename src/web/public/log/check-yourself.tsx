import { Fragment, type ReactNode } from 'react';
import { useT } from '../../messages/catalogs.ts';

/** What to do so as to believe nothing that stands here; with commands for a terminal. */
export function CheckYourself({
  commands,
  children,
}: {
  readonly commands: readonly string[];
  /** What is to be downloaded. */
  readonly children?: ReactNode;
}) {
  const t = useT('log');
  return (
    <section aria-labelledby="check" className="section">
      <h2 id="check">{t('check.title')}</h2>
      <div className="prose">
        <p>{t('check.lead')}</p>
        <ol>
          {children}
          <li>{t('check.policy')}</li>
          <li>
            <a href="/verify.html">{t('check.page')}</a> {t('check.pageFrom')}
          </li>
          <li>
            {t('check.commands')}
            <pre className="log-commands code" dir="ltr">
              {commands.map((command, at) => (
                <Fragment key={command}>
                  {at > 0 && '\n'}
                  <Command>{command}</Command>
                </Fragment>
              ))}
            </pre>
          </li>
        </ol>
      </div>
    </section>
  );
}

// A line may break between words, and not after the hyphens of an option.
function Command({ children }: { readonly children: string }) {
  return children.split(' ').map((word, at) => (
    <Fragment key={word}>
      {at > 0 && ' '}
      {word.startsWith('--') ? <span className="log-option">{word}</span> : word}
    </Fragment>
  ));
}
