import type { Stretch } from './sentences.ts';

// Between two names of a list, in the three languages. A Persian «و» stands alone between spaces;
// inside a word it is a letter.
const between = /\s*(?:[,;،؛\n•]|(?<=\s)(?:and|et|&|و)(?=\s))+\s*/giu;
const lead = /^(?:\s|[-–*·•]|\d{1,3}[.)]|(?:and|et|و)\s)+/iu;
const tail = /[\s.…:؛]+$/u;

/** Splits the words of a list into its names, each with its place in the text. */
export function splitNames(text: string, { start, end }: Stretch): Stretch[] {
  const list = text.slice(start, end);
  const names: Stretch[] = [];
  let from = 0;
  for (const match of [...list.matchAll(between), undefined]) {
    const to = match?.index ?? list.length;
    const name = trimmed(list, from, to);
    if (name !== undefined) names.push({ start: start + name.start, end: start + name.end });
    from = match === undefined ? to : match.index + match[0].length;
  }
  return names;
}

function trimmed(list: string, from: number, to: number): Stretch | undefined {
  const part = list.slice(from, to);
  const start = lead.exec(part)?.[0].length ?? 0;
  const body = part.slice(start).replace(tail, '');
  return body === '' ? undefined : { start: from + start, end: from + start + body.length };
}
