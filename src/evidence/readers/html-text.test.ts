import { expect, test } from 'vitest';
import { declaredCharset, htmlMetadata } from './html-metadata.ts';
import { htmlToText } from './html-text.ts';

test.each([
  ['<p>One\n  two</p><p>three</p>', 'One two\n\nthree'],
  ['a<br>b<div>c</div>d', 'a\nb\nc\nd'],
  ['<ul><li>a<li>b</ul>', 'a\nb'],
  ['<table><tr><td><p>a</p><td><p>b</p><tr><td>c<td>d</table>', 'a\tb\nc\td'],
  ['<b>a</b> <i>b</i><u>c</u>', 'a bc'],
  ['<pre>a\n  b</pre>c', 'a\n  b\n\nc'],
  ['a<script>x</script><style>y</style><p hidden>z</p><p style="display: none">z</p>b', 'ab'],
  ['&lt;p&gt; &zwnj;&#x641;&nbsp;', '<p> \u200C\u0641\u00A0'],
  ['<p hidden>x<img>y</p>z', 'z'],
  ['', ''],
])('%s', (html, text) => {
  expect(htmlToText(html)).toBe(text);
});

test('twenty thousand nested elements cost no stack', () => {
  const deep = '<div>'.repeat(20_000);
  expect(htmlToText(`${deep}bottom`)).toBe('bottom');
  expect(htmlMetadata(deep)).toMatchObject({ elements: 20_000, depth: 20_000 });
});

test('metadata: OpenGraph and HTML where there is no JSON-LD', () => {
  const html = `<html lang="fa"><title> A
    title </title><meta property="og:site_name" content="Herald"><meta name="author" content="Mina">
    <meta name="author" content="https://example.org/mina"><meta property="article:published_time" content="2026-01-21T10:00Z">
    <meta property="og:url" content="https://example.org/a"><script type="application/ld+json">{broken</script>`;
  expect(htmlMetadata(html)).toMatchObject({
    title: 'A title',
    authors: ['Mina'],
    publishedEdtf: '2026-01-21',
    publisher: 'Herald',
    address: 'https://example.org/a',
    language: 'fa',
  });
});

test('the charset of a meta element, old and new', () => {
  const old = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">';
  expect(declaredCharset(Buffer.from(old))).toBe('windows-1256');
  expect(declaredCharset(Buffer.from('<meta charset=utf-8>'))).toBe('utf-8');
  expect(declaredCharset(Buffer.from('<p>'))).toBeUndefined();
});
