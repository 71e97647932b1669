export interface WebSample {
  readonly title: string;
  readonly author: string;
  readonly paragraphs: readonly string[];
  readonly language: string;
  readonly head?: string;
}

/** A page as news sites make them: navigation, an article, a sidebar, a footer, metadata. */
export function htmlSample(sample: WebSample): string {
  const data = {
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebSite', name: 'Example' },
      {
        '@type': 'NewsArticle',
        headline: sample.title,
        author: [{ '@type': 'Person', name: sample.author }],
        datePublished: '2026-01-21T23:30:00-05:00',
        publisher: { '@type': 'Organization', name: 'Example Herald' },
      },
    ],
  };
  return `<!doctype html><html lang="${sample.language}"><head><meta charset="utf-8"><title>${sample.title} – Example Herald</title>
<link rel="canonical" href="https://example.org/a"><script type="application/ld+json">${JSON.stringify(data)}</script>${sample.head ?? ''}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/culture">Culture</a></li></ul></nav>
<main><article><h1>${sample.title}</h1>${sample.paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</article></main>
<aside><h2>Most read</h2><p><a href="/b">Another story</a></p></aside><footer>Imprint</footer><script>window.x = "not text"</script></body></html>`;
}

export interface MailSample {
  readonly from: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachmentName?: string;
}

/** A MIME message (RFC 2045 to 2049) of a text in one or two forms and an attachment, in base64. */
export function mailSample(sample: MailSample): string {
  const forms = [
    sample.text === undefined ? [] : [part('text/plain; charset=utf-8', sample.text)],
    sample.html === undefined ? [] : [part('text/html; charset=utf-8', sample.html)],
  ].flat();
  const attachments =
    sample.attachmentName === undefined
      ? []
      : [
          part(
            'application/pdf',
            'x',
            `Content-Disposition: attachment; filename="${sample.attachmentName}"\r\n`,
          ),
        ];
  const head = `From: ${encodedWord(sample.from)} <sender@example.org>\r\nTo: desk@example.net\r\nDate: Wed, 21 Jan 2026 23:30:00 +0330\r\nSubject: ${encodedWord(sample.subject)}\r\nMIME-Version: 1.0\r\n`;
  return head + multipart('mixed', [multipart('alternative', forms), ...attachments]);
}

/** Parts inside parts, `depth` deep, around one line of text. */
export function nestedMailSample(depth: number): string {
  let body = part('text/plain', 'innermost');
  for (let level = 0; level < depth; level += 1) body = multipart(`x${level}`, [body]);
  return `From: a@example.org\r\nSubject: nested\r\nMIME-Version: 1.0\r\n${body}`;
}

function multipart(kind: string, parts: readonly string[]): string {
  const inside = parts.map((each) => `--cut-${kind}\r\n${each}\r\n`).join('');
  return `Content-Type: multipart/${kind}; boundary="cut-${kind}"\r\n\r\n${inside}--cut-${kind}--\r\n`;
}

function part(type: string, content: string, fields = ''): string {
  return `Content-Type: ${type}\r\n${fields}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`;
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}
