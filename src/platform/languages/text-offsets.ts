// The record counts text in Unicode code points (W3C Web Annotation, TextPositionSelector), so that
// any implementation can follow; JavaScript strings and browser selections count UTF-16 code units.
// A lone surrogate counts as one code point, as JavaScript's own iteration does.

/** Length of a text in code points. */
export function codePointLength(text: string): number {
  return codePointOffset(text, text.length);
}

/**
 * Where a UTF-16 offset lies, in code points. An offset inside a surrogate pair is taken as the
 * start of its character.
 *
 * @throws RangeError when the offset is not an integer from 0 to `text.length`.
 */
export function codePointOffset(text: string, utf16: number): number {
  assertOffset(utf16, text.length, 'utf16');
  const end = startsInsidePair(text, utf16) ? utf16 - 1 : utf16;
  let pairs = 0;
  for (let unit = 0; unit < end; unit += 1) {
    if (!isHigh(text.charCodeAt(unit)) || !isLow(text.charCodeAt(unit + 1)) || unit + 1 >= end)
      continue;
    pairs += 1;
    unit += 1;
  }
  return end - pairs;
}

/**
 * Where a code point offset lies, in UTF-16 code units.
 *
 * @throws RangeError when the offset is not an integer from 0 to the text's length in code points.
 */
export function utf16Offset(text: string, codePoints: number): number {
  assertOffset(codePoints, text.length, 'codePoints');
  let unit = 0;
  for (let passed = 0; passed < codePoints; passed += 1) {
    if (unit >= text.length) throw outside('codePoints', codePoints, passed);
    unit += isHigh(text.charCodeAt(unit)) && isLow(text.charCodeAt(unit + 1)) ? 2 : 1;
  }
  return unit;
}

/**
 * The words from one code point offset to another, the end exclusive.
 *
 * @throws RangeError when an offset lies outside the text or the end before the start.
 */
export function sliceByCodePoints(text: string, start: number, end: number): string {
  if (end < start) throw new RangeError(`"end" expected at least ${start}, got ${end}`);
  const from = utf16Offset(text, start);
  const rest = text.slice(from);
  return rest.slice(0, utf16Offset(rest, end - start));
}

function startsInsidePair(text: string, utf16: number): boolean {
  return utf16 > 0 && isHigh(text.charCodeAt(utf16 - 1)) && isLow(text.charCodeAt(utf16));
}

// Past the end charCodeAt gives NaN, which is neither.
function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function assertOffset(offset: number, limit: number, name: string): void {
  if (!Number.isInteger(offset) || offset < 0 || offset > limit) throw outside(name, offset, limit);
}

function outside(name: string, offset: number, limit: number): RangeError {
  return new RangeError(`"${name}" expected an integer from 0 to ${limit}, got ${offset}`);
}
