export interface PdfSample {
  /** One string per page; its lines are set one under the other, an empty one makes a gap. */
  readonly pages: readonly string[];
  readonly title?: string;
  readonly author?: string;
  /** Protected by a password that nobody knows. */
  readonly locked?: boolean;
}

/**
 * A small PDF 1.7 with text in any script: a font without outlines whose codes are UTF-16 units.
 * Lines in Arabic script are written as printed, from the left, as real programs do.
 */
export function pdfSample({ pages, title, author, locked }: PdfSample): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const units = [...new Set(pages.join('').split(''))].map(hexUnits);
  const toUnicode = add(stream(cmapOf(units)));
  const descriptor = add(
    '<< /Type /FontDescriptor /FontName /Sample /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  );
  const glyphs = add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /DW 450 >>`,
  );
  const font = add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H /DescendantFonts [${glyphs} 0 R] /ToUnicode ${toUnicode} 0 R >>`,
  );
  const tree = objects.length + 2 * pages.length + 1;
  const kids = pages.map((page) => {
    const content = add(stream(contentOf(page)));
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
    );
  });
  add(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`,
  );
  const catalog = add(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
  const info = add(
    `<< /Title <FEFF${hexUnits(title ?? '')}> /Author <FEFF${hexUnits(author ?? '')}> /CreationDate (D:20260121103000Z) >>`,
  );
  return fileOf(objects, catalog, `/Info ${info} 0 R ${locked === true ? lock : ''}`);
}

const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >> /ID [<33> <33>]`;

function fileOf(objects: readonly string[], catalog: number, more: string): Uint8Array {
  let file = '%PDF-1.7\n';
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root ${catalog} 0 R ${more} >>\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  );
}

function contentOf(page: string): string {
  const lines = page.split('\n').map((line) => `<${hexUnits(asPrinted(line))}> Tj T*`);
  return `BT /F1 10 Tf 14 TL 50 780 Td ${lines.join('\n')} ET`;
}

function asPrinted(line: string): string {
  return /[\u0600-\u06FF]/.test(line) ? Array.from(line).reverse().join('') : line;
}

function cmapOf(units: readonly string[]): string {
  const blocks: string[] = [];
  for (let at = 0; at < units.length; at += 100) {
    const block = units.slice(at, at + 100);
    const pairs = block.map((unit) => `<${unit}> <${unit}>`).join('\n');
    blocks.push(`${block.length} beginbfchar\n${pairs}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CMapName /Sample def /CMapType 2 def',
    '1 begincodespacerange <0000> <FFFF> endcodespacerange',
    ...blocks,
    'endcmap end end',
  ].join('\n');
}

function stream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

function hexUnits(text: string): string {
  return text
    .split('')
    .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase())
    .join('');
}
