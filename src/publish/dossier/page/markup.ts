/** HTML that is safe to put into HTML. */
export class Markup {
  readonly html: string;

  constructor(safe: string) {
    this.html = safe;
  }
}

export type Part = Markup | string | number | undefined | readonly Part[];

/** HTML from a template; whatever is put into it is text, unless it is markup already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    strings
      .map((text, index) => text + (index < parts.length ? toHtml(parts[index]) : ''))
      .join(''),
  );
}

function toHtml(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  if (isList(part)) return part.map(toHtml).join('');
  return escapeHtml(String(part));
}

function isList(part: Exclude<Part, undefined | Markup>): part is readonly Part[] {
  return Array.isArray(part);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Markup put between others. */
export function joined(parts: readonly Part[], between: Part): Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}
