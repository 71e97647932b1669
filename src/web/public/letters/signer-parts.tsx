import type { ReactNode } from 'react';
import { useParams, type HeadersArgs } from 'react-router';
import { SubmitButton } from '../../forms/index.ts';
import { useLocale } from '../../page-environment.tsx';
import { Head, StepForm } from './invited-parts.tsx';

// What the pages behind a signer's own link have in common: an address alone shows nothing of anybody.

/** Of pages that nobody keeps, nor finds by searching. */
export const unkept = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/** The `headers` of a route whose loader and action answer with `unkept`. */
export function unkeptHeaders({ loaderHeaders, actionHeaders }: HeadersArgs): Headers {
  return actionHeaders.has('Cache-Control') ? actionHeaders : loaderHeaders;
}

/** A page before its button was pressed. */
export function Unopened({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  /** Of the button. */
  readonly children: ReactNode;
}) {
  return (
    <>
      <Head title={title} lead={lead} />
      <StepForm step="open">
        <SubmitButton>{children}</SubmitButton>
      </StepForm>
    </>
  );
}

/** Leads from a signer's own page to another behind the same link, by a button: it opens at once. */
export function SignerDoor({
  to,
  title,
  means,
  children,
}: {
  /** The end of its address, and the id of the heading. */
  readonly to: string;
  readonly title: string;
  readonly means: string;
  /** Of the button. */
  readonly children: ReactNode;
}) {
  const locale = useLocale();
  const { code = '' } = useParams();
  return (
    <section className="section stack-tight" aria-labelledby={to}>
      <h2 id={to}>{title}</h2>
      <p>{means}</p>
      <form method="post" action={`/${locale}/signature/${code}/${to}`}>
        <input type="hidden" name="step" value="open" />
        <button type="submit" className="button button-plain">
          {children}
        </button>
      </form>
    </section>
  );
}
