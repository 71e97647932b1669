import type { Stretch } from './sentences.ts';

// Between two names of a list, in the three languages. A Persian «و» stands alone between spaces;
// inside a word it is a letter.
const comma = /[,;،؛\n•]/u;
const joint = /(?<=\s)(?:and|et|&|و)(?=\s)/giu;
// What leads up to a list is no part of its first name.
const introduction =
  /(?:such as|including|among them|notamment|tels? que|telles? que|dont|از جمله|مانند|همچون)\s*:?|:(?=\s)/giu;
const lead = /^(?:\s|[-–*·•]|\d{1,3}[.)]|(?:and|et|و)\s)+/iu;
const tail = /[\s.…:؛]+$/u;
const opening = '([{«“';
const closing = ')]}»”';

/**
 * Splits the words of a list into its names, each with its place in the text. What stands in brackets
 * or quotation marks is never split, and brackets behind a name are no part of it. Between commas
 * "and" belongs to a name ("Guild of Writers and Directors"); it joins two names only in the last
 * part, or where there are no commas.
 */
export function splitNames(text: string, { start, end }: Stretch): Stretch[] {
  const list = text.slice(start, end);
  const from = introducedAt(list);
  const parts = splitAtCommas(list, from);
  const last = parts.pop();
  return [...parts, ...(last === undefined ? [] : splitAtJoints(list, last))].flatMap((part) => {
    const name = trimmed(list, part);
    return name === undefined ? [] : [{ start: start + name.start, end: start + name.end }];
  });
}

function introducedAt(list: string): number {
  const first = splitAtCommas(list, 0).find((part) => introducedIn(list, part) !== undefined);
  return (first && introducedIn(list, first)) ?? 0;
}

function introducedIn(list: string, { start, end }: Stretch): number | undefined {
  const match = [...list.slice(start, end).matchAll(introduction)].at(-1);
  return match === undefined ? undefined : start + match.index + match[0].length;
}

function splitAtCommas(list: string, from: number): Stretch[] {
  const parts: Stretch[] = [];
  let depth = 0;
  let begin = from;
  for (let at = from; at < list.length; at += 1) {
    const sign = list.charAt(at);
    if (opening.includes(sign)) depth += 1;
    else if (closing.includes(sign)) depth = Math.max(0, depth - 1);
    // A line ends whatever was opened: a bracket that is never closed must not swallow the list.
    else if (comma.test(sign) && (depth === 0 || sign === '\n')) {
      if (sign === '\n') depth = 0;
      if (list.slice(begin, at).trim() !== '') parts.push({ start: begin, end: at });
      begin = at + 1;
    }
  }
  if (list.slice(begin).trim() !== '') parts.push({ start: begin, end: list.length });
  return parts;
}

function splitAtJoints(list: string, { start, end }: Stretch): Stretch[] {
  const part = list.slice(start, end);
  const parts: Stretch[] = [];
  let begin = start;
  for (const match of part.matchAll(joint)) {
    if (isWithinBrackets(part, match.index)) continue;
    parts.push({ start: begin, end: start + match.index });
    begin = start + match.index + match[0].length;
  }
  return [...parts, { start: begin, end }];
}

function isWithinBrackets(part: string, at: number): boolean {
  const before = part.slice(0, at);
  const last = (signs: string) =>
    Math.max(...signs.split('').map((one) => before.lastIndexOf(one)));
  return last(opening) > last(closing);
}

function trimmed(list: string, { start: from, end }: Stretch): Stretch | undefined {
  const part = list.slice(from, end);
  const start = lead.exec(part)?.[0].length ?? 0;
  const body = part
    .slice(start)
    .replace(/(?<=\S)\s*[([{][^)\]}]*(?:[)\]}]|$)\s*$/u, '')
    .replace(tail, '');
  return body === '' ? undefined : { start: from + start, end: from + start + body.length };
}

const particles = new Set(
  'de du des la le van von der den di da al el bin ibn ben of the and et'.split(' '),
);

/**
 * Whether some words look like somebody's whole name, so that a list may propose them: two to six
 * words, in a script with capitals each beginning with one, and no brackets or figures among them.
 */
export function looksLikeName(words: string): boolean {
  if (/[\d()[\]{}«»“”"/]/u.test(words)) return false;
  const parts = words.trim().split(/\s+/u);
  if (parts.length < 2 || parts.length > 6) return false;
  return parts.every((part) => {
    const [first = ''] = part;
    const hasCase = first.toUpperCase() !== first.toLowerCase();
    return !hasCase || first !== first.toLowerCase() || particles.has(part.toLowerCase());
  });
}
