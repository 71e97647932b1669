import { zipSample, type ZipEntry } from './zip-sample.ts';

export interface OfficeSample {
  readonly paragraphs: readonly string[];
  readonly title?: string;
  readonly author?: string;
  /** Put into the body as it is, after the paragraphs. */
  readonly rawBody?: string;
  readonly more?: readonly ZipEntry[];
}

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const packaging = 'http://schemas.openxmlformats.org/package/2006';

/** A Word document (ECMA-376) with what readers need and nothing more. */
export function docxSample(sample: OfficeSample): Uint8Array {
  return zipSample(docxEntries(sample));
}

/** The entries of `docxSample`, for tests that damage one of them. */
export function docxEntries(sample: OfficeSample): ZipEntry[] {
  const body = sample.paragraphs
    .map((text) => `<w:p><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`)
    .join('');
  return [
    {
      name: '[Content_Types].xml',
      content: `<?xml version="1.0"?><Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<?xml version="1.0"?><Relationships xmlns="${packaging}/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'docProps/core.xml',
      content: `<?xml version="1.0"?><cp:coreProperties xmlns:cp="${packaging}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>${escapeXml(sample.title ?? '')}</dc:title><dc:creator>${escapeXml(sample.author ?? '')}</dc:creator><dcterms:created>2026-01-21T10:30:00Z</dcterms:created></cp:coreProperties>`,
    },
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?><w:document xmlns:w="${word}"><w:body>${body}${sample.rawBody ?? ''}</w:body></w:document>`,
    },
    ...(sample.more ?? []),
  ];
}

/** An OpenDocument text (ODF 1.3). */
export function odtSample(sample: OfficeSample): Uint8Array {
  const body = sample.paragraphs.map((text) => `<text:p>${escapeXml(text)}</text:p>`).join('');
  return zipSample([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', stored: true },
    {
      name: 'META-INF/manifest.xml',
      content:
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    },
    {
      name: 'meta.xml',
      content: `<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta><dc:title>${escapeXml(sample.title ?? '')}</dc:title><meta:initial-creator>${escapeXml(sample.author ?? '')}</meta:initial-creator></office:meta></office:document-meta>`,
    },
    {
      name: 'content.xml',
      content: `<?xml version="1.0"?><office:document-content><office:body><office:text>${body}${sample.rawBody ?? ''}</office:text></office:body></office:document-content>`,
    },
    ...(sample.more ?? []),
  ]);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
