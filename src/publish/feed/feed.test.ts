import { expect, test } from 'vitest';
import { writeFeed } from './atom.ts';
import { writeSitemap, writeSitemapIndex } from './sitemap.ts';

const entry = (title: string) => ({
  ...{ id: 'urn:uuid:1', title, address: 'https://a.example/en/people/1?a&b' },
  at: new Date('2026-01-02T03:04:05Z'),
});
const feed = (...titles: string[]) =>
  writeFeed({
    ...{ locale: 'fa', title: 'T', publisher: 'P <&>', self: 'https://a.example/feed/fa.atom' },
    home: 'https://a.example/fa',
    entries: titles.map(entry),
  });

test('a feed is dated by its newest entry, and a title cannot break out of it', () => {
  const xml = feed('</title><script>"x"\u0000\uD800', 'second');
  expect(xml).toContain('<updated>2026-01-02T03:04:05.000Z</updated>\n<author>');
  expect(xml).toContain('<title>&lt;/title&gt;&lt;script&gt;&quot;x&quot;\uFFFD</title>');
  expect(xml).toContain('<name>P &lt;&amp;&gt;</name>');
  expect(xml).toContain('href="https://a.example/en/people/1?a&amp;b"');
  expect(xml.match(/<entry>/g)).toHaveLength(2);
});

test('a feed of nothing is a feed', () => {
  expect(feed()).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
});

test('a sitemap names a page in every language, each with the others', () => {
  const xml = writeSitemap('https://a.example', [
    { subject: '1', kind: 'person', at: new Date('2026-01-02T03:04:05Z') },
  ]);
  expect(xml.match(/<loc>[^<]+/g)).toEqual(
    ['en', 'fr', 'fa'].map((tag) => `<loc>https://a.example/${tag}/people/1`),
  );
  expect(xml.match(/hreflang="fa"/g)).toHaveLength(3);
  expect(writeSitemapIndex('https://a.example', 2)).toContain(
    '<loc>https://a.example/sitemap/2.xml</loc>',
  );
});
