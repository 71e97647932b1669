// A table of our own: a dossier's page is made again to the byte by another browser or Node, whose data
// of languages may be another.
const rightToLeft: ReadonlySet<string> = new Set(
  'ar arc azb bal bqi ckb dv fa glk he hac khw ks lrc luz mzn nqo pnb prs ps rhg sd sdh skr syr ug ur yi'.split(
    ' ',
  ),
);

const rightToLeftScripts: ReadonlySet<string> = new Set(
  'adlm arab aran hebr mand nkoo rohg samr syrc thaa'.split(' '),
);

/** Writing direction of a text in a language (BCP 47), by its script where the tag names one. */
export function textDirection(tag: string): 'ltr' | 'rtl' {
  const [base = '', ...rest] = tag.toLowerCase().split('-');
  const script = rest.find((part) => /^[a-z]{4}$/u.test(part));
  if (script !== undefined) return rightToLeftScripts.has(script) ? 'rtl' : 'ltr';
  return rightToLeft.has(base) ? 'rtl' : 'ltr';
}
