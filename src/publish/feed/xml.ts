// What XML 1.0 cannot hold at all: control characters but tab and line ends, halves of letters.
const unheard = /[[\p{Cc}\uFFFE\uFFFF]--[\t\n\r]]/gv;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A text as XML carries it, in elements and in attributes of double quotes. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unheard, '')
    .replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}
