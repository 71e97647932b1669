import type { ReactNode } from 'react';
import { PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { InvitedTexts } from './invited-texts.ts';

// What the pages of the invited and of their agents have in common.

export function Head({ title, lead }: { readonly title: string; readonly lead: string }) {
  return (
    <header className="file-head">
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
    </header>
  );
}

export function StepForm({
  step,
  children,
}: {
  readonly step: string;
  readonly children: ReactNode;
}) {
  return (
    <PageForm id={step} state={undefined} area="invite" reload className="step-form">
      <input type="hidden" name="step" value={step} />
      {children}
    </PageForm>
  );
}

/** Buttons, because the address alone shows nothing. */
export function LanguageChoice({
  languages,
  current,
}: Pick<InvitedTexts, 'languages'> & { readonly current: string }) {
  const t = useT('sign');
  if (languages.length < 2) return null;
  return (
    <StepForm step="open">
      <p className="letter-label">{t('translation.choose')}</p>
      <div className="row">
        {languages.map(({ language, name }) => (
          <SubmitButton
            key={language}
            name="language"
            value={language}
            look={language === current ? 'primary' : 'plain'}
          >
            {name}
          </SubmitButton>
        ))}
      </div>
    </StepForm>
  );
}
