import { codePointLength, sliceByCodePoints, withoutInvisible } from '#platform/languages';

/** What a copy came with, before anybody gave its source a title. */
export interface Unnamed {
  readonly fileName?: string | null;
  readonly address?: string | null;
  readonly text?: string;
}

const longest = 200;

/**
 * The title of a source that nobody has named yet: the name of its file, its address, or its first
 * words. Reading the document replaces it by the title the document gives itself, as long as it
 * still stands there unchanged.
 *
 * @returns an empty string when there is nothing to go by.
 */
export function provisionalTitle({ fileName, address, text }: Unnamed): string {
  if (fileName != null && fileName !== '') return cut(withoutExtension(fileName));
  if (address != null && address !== '') return cut(withoutScheme(address));
  const firstLine = text?.split('\n').find((line) => line.trim() !== '') ?? '';
  return cut(firstLine);
}

function withoutExtension(fileName: string): string {
  const name = fileName.split(/[\\/]/).at(-1) ?? '';
  return name.replace(/(?<=.)\.[A-Za-z0-9]{1,8}$/, '').replaceAll('_', ' ');
}

function withoutScheme(address: string): string {
  return address
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');
}

// By code points: half a surrogate pair is no text that can be stored.
function cut(title: string): string {
  const line = withoutInvisible(title).normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  return codePointLength(line) <= longest ? line : `${sliceByCodePoints(line, 0, longest - 1)}…`;
}
