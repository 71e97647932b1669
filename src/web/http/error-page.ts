import { createTranslator, direction, type Locale } from '#platform/languages';
import en from '../messages/en/common.json' with { type: 'json' };
import fa from '../messages/fa/common.json' with { type: 'json' };
import fr from '../messages/fr/common.json' with { type: 'json' };

const catalogs = { en, fr, fa };

/** What may go wrong before or around a page; a missing page and a forbidden one look the same. */
export type ErrorStatus = 400 | 403 | 404 | 413 | 414 | 500 | 503;

/**
 * A whole page without scripts for errors that no page of ours can tell: it must work when
 * everything else does not.
 *
 * @param stylesheets paths of the built style sheets; may be empty.
 */
export function errorPage(
  status: ErrorStatus,
  locale: Locale,
  requestId: string,
  stylesheets: readonly string[],
): string {
  const t = createTranslator<typeof en>(locale, catalogs[locale]);
  const links = stylesheets.map((path) => `<link rel="stylesheet" href="${escape(path)}">`);
  const report = status === 500 ? `<p>${escape(t('error.requestId', { id: requestId }))}</p>` : '';
  return `<!DOCTYPE html>
<html lang="${locale}" dir="${direction(locale)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(t(`error.${status}`))}</title>${links.join('')}</head>
<body><main class="lone-page"><h1>${escape(t(`error.${status}`))}</h1>
<p>${escape(t(`error.${status}.advice`))}</p>${report}</main></body></html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
