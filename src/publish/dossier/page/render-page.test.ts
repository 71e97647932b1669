import { describe, expect, test } from 'vitest';
import type { PageContents } from '@countersign/dossier';
import type { JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { noble } from '@countersign/proof/noble';
import { readDossierWords } from '../../../dossier-words.ts';
import { uprisingDocument } from '../../../../test/publish/sample-events.ts';
import { directorDocument, names } from '../../../../test/publish/sample-people.ts';
import { createPageMaker } from './page-maker.ts';
import { renderPage } from './render-page.ts';

const catalogs = readDossierWords();

function contentsOf(document: unknown, lang = 'en', demonstration = false): PageContents {
  return {
    head: {
      ...{ kind: 'person', subject: 'x', lang, demonstration, singleReviewer: demonstration },
      address: 'https://record.example/en/people/x',
      publisher: 'A <b>record</b>',
      generator: { name: 'countersign', version: '0.1.0', page: '1' },
    },
    editions: [{ document: document as JsonValue, number: 2, hash: 'ab'.repeat(32) }],
  };
}

test('the same contents give the same page, in the reader’s language and direction', () => {
  const document = directorDocument();
  const english = renderPage(contentsOf(document), catalogs);
  expect(renderPage(contentsOf(directorDocument()), catalogs)).toBe(english);
  expect(english).toContain('<html lang="en" dir="ltr">');
  expect(english).toContain(names.director.en);
  const persian = renderPage(contentsOf(document, 'fa'), catalogs);
  expect(persian).toContain('<html lang="fa" dir="rtl">');
  expect(persian).toContain(names.director.fa);
  expect(renderPage(contentsOf(document, 'xx'), catalogs)).toContain('<html lang="en"');
});

test('it says what it is and gives no verdict', () => {
  const page = renderPage(contentsOf(uprisingDocument()), catalogs);
  expect(page).toContain('It does not say whether this file is genuine');
  expect(page).not.toMatch(/\b(?:verified|proven|authentic)\b/i);
  expect(page).not.toContain('demonstration');
  const sample = renderPage(contentsOf(uprisingDocument(), 'en', true), catalogs);
  expect(sample).toContain('This is a demonstration');
  expect(sample).toContain('This record is run by one person');
});

describe('what a stranger wrote stays text', () => {
  const evil = '"><script>alert(1)</script>';
  const document = JSON.parse(
    JSON.stringify(directorDocument()).replaceAll(
      JSON.stringify(names.director.en).slice(1, -1),
      JSON.stringify(evil).slice(1, -1),
    ),
  ) as JsonValue;

  test('in names', () => {
    const page = renderPage(contentsOf(document), catalogs);
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('A &lt;b&gt;record&lt;/b&gt;');
  });

  test('in addresses and languages', () => {
    const claims = (directorDocument().claims as readonly object[]).map((claim) => ({
      ...claim,
      property: 'website',
      value: 'javascript:alert(1)',
      language: '" onload="x',
    }));
    const page = renderPage(contentsOf({ ...directorDocument(), claims }), catalogs);
    expect(page).not.toContain('href="javascript:');
    expect(page).not.toContain('onload="x');
  });
});

test('its version is that of everything it depends on, whoever hashes', () => {
  const { version } = createPageMaker(node, catalogs);
  expect(version).toMatch(/^5\.[0-9a-f]{16}$/);
  expect(createPageMaker(noble, catalogs).version).toBe(version);
  const others = { ...catalogs, en: { ...catalogs.en, 'page.others': 'Something else' } };
  expect(createPageMaker(node, others).version).not.toBe(version);
});

// Whoever changes the markup raises `markupVersion`, or dossiers made before would be called forged.
test('the markup is that of its version', () => {
  const tags = [directorDocument(), uprisingDocument()].map((document) =>
    renderPage(contentsOf(document), catalogs)
      .replace(/<style>.*<\/style>/s, '')
      .replaceAll(/>[^<]*</g, '><'),
  );
  const { version } = createPageMaker(node, catalogs);
  const digest = Buffer.from(node.sha256(Buffer.from(tags.join('')))).toString('hex');
  expect(`${version.split('.')[0]} ${digest.slice(0, 16)}`).toBe('5 e6cf5a819928cf3a');
});
