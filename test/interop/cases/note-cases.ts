import { type Case, inputsOf } from './case.ts';
import { alpha, beta, log, origin, policy, stranger } from './own-log.ts';

const root = 'A'.repeat(43).concat('=');
const text = `${origin}\n7\n${root}\n`;
const signed = `${text}\n${log.line(text)}`;
const maxTime = 2n ** 63n - 1n;

type Row = readonly [string, Case['expect'], string];

/** A checkpoint of any text, signed by the log as it stands. */
function of(body: string): string {
  return `${body}\n${log.line(body)}`;
}

/** The checkpoint, with a part of the log's line replaced. */
function lineWith(what: string, by: string): string {
  return `${text}\n${log.line(text).replace(what, by)}`;
}

const texts: readonly Row[] = [
  ['a checkpoint', 'accepted', signed],
  ['of size 0', 'accepted', of(`${origin}\n0\n${root}\n`)],
  ['of size 2^64 - 1', 'accepted', of(`${origin}\n18446744073709551615\n${root}\n`)],
  ['of size 2^64', 'refused', of(`${origin}\n18446744073709551616\n${root}\n`)],
  ['of size 07', 'refused', of(`${origin}\n07\n${root}\n`)],
  ['of size +7', 'refused', of(`${origin}\n+7\n${root}\n`)],
  ['of size -0', 'refused', of(`${origin}\n-0\n${root}\n`)],
  ['of size 7 in Persian digits', 'refused', of(`${origin}\n\u06f7\n${root}\n`)],
  ['of size 7 and a space', 'refused', of(`${origin}\n7 \n${root}\n`)],
  ['a root of 31 bytes', 'refused', of(`${origin}\n7\n${'A'.repeat(42)}==\n`)],
  ['a root without padding', 'refused', of(`${origin}\n7\n${'A'.repeat(43)}\n`)],
  ['a root with bits that carry nothing', 'refused', of(`${origin}\n7\n${'A'.repeat(42)}B=\n`)],
  ['a root for addresses', 'refused', of(`${origin}\n7\n${'_'.repeat(43)}=\n`)],
  ['an extension line', 'accepted', of(`${text}more\n`)],
  ['an extension line that has a delete', 'accepted', of(`${text}mo\u007fre\n`)],
  ['an extension line of another script', 'accepted', of(`${text}\u0641\u06cc\u0644\u0645\n`)],
  ['an empty extension line', 'refused', of(`${text}\nmore\n`)],
  ['an extension line with a tab', 'refused', of(`${text}mo\tre\n`)],
  ['lines ended as on Windows', 'refused', of(text.replaceAll('\n', '\r\n'))],
  ['two lines', 'refused', of(`${origin}\n7\n`)],
  ['another origin', 'refused', of(text.replace(origin, 'other.example/log'))],
  ['an origin with a space after it', 'refused', of(text.replace(origin, `${origin} `))],
  ['a byte order mark', 'refused', of(`\ufeff${text}`)],
];

const lines: readonly Row[] = [
  ['no signature', 'refused', `${text}\n`],
  ['only the text', 'refused', text],
  ['no line feed at the end', 'refused', signed.slice(0, -1)],
  ['another line feed at the end', 'refused', `${signed}\n`],
  ['a hyphen for the dash', 'refused', lineWith('\u2014', '-')],
  ['two spaces', 'refused', lineWith(' ', '  ')],
  ['a space at the end', 'refused', signed.replace(/\n$/, ' \n')],
  ['a signature without padding', 'refused', signed.replace(/=*\n$/, '\n')],
  ['a key id and nothing', 'refused', `${signed}\u2014 x AAAAAA==\n`],
  ['half a key id', 'refused', `${signed}\u2014 x AAA=\n`],
  ['a stranger with one byte', 'accepted', `${signed}\u2014 x AAAAAAA=\n`],
  ['a stranger whose name has a plus', 'refused', `${signed}\u2014 x+y AAAAAAA=\n`],
  ['a stranger whose name has a no-break space', 'refused', `${signed}\u2014 x\u00a0 AAAAAAA=\n`],
  ['a stranger whose name has a next line', 'refused', `${signed}\u2014 x\u0085 AAAAAAA=\n`],
  ['a stranger whose name has a line separator', 'refused', `${signed}\u2014 x\u2028 AAAAAAA=\n`],
  ['a stranger whose name has a byte order mark', 'accepted', `${signed}\u2014 x\ufeff AAAAAAA=\n`],
  ['a stranger whose name has no width', 'accepted', `${signed}\u2014 x\u200b AAAAAAA=\n`],
  ['a stranger whose name has a delete', 'accepted', `${signed}\u2014 x\u007f AAAAAAA=\n`],
  ['the log twice', 'accepted', signed + log.line(text)],
  ['the log, and the log of another text', 'refused', signed + log.line(`${text}x`)],
  ['the log under another id', 'refused', lineWith(log.line(text).slice(18, 24), 'AAAAAA')],
  ['a signature of 63 bytes by the log', 'refused', `${text}\n${shorter(log.line(text))}`],
  ['100 signatures', 'accepted', signed + stranger.line(text).repeat(99)],
  ['101 signatures', 'refused', signed + stranger.line(text).repeat(100)],
];

const cosignatures: readonly Row[] = [
  ['a cosignature', 'accepted', signed + alpha.cosignatureLine(text, 1_769_000_000n)],
  ['before the log', 'accepted', `${text}\n${alpha.cosignatureLine(text, 1n)}${log.line(text)}`],
  ['instead of the log', 'refused', `${text}\n${alpha.cosignatureLine(text, 1n)}`],
  ['at time 0', 'accepted', signed + alpha.cosignatureLine(text, 0n)],
  ['at time 2^63 - 1', 'accepted', signed + alpha.cosignatureLine(text, maxTime)],
  ['at time 2^63', 'refused', signed + alpha.cosignatureLine(text, maxTime + 1n)],
  [
    'at two times',
    'accepted',
    signed + alpha.cosignatureLine(text, 9n) + alpha.cosignatureLine(text, 8n),
  ],
  ['that is no cosignature but a signature', 'refused', signed + alpha.line(text)],
  ['of another text', 'refused', signed + alpha.cosignatureLine(`${text}x\n`, 1n)],
  [
    'one good and one bad by the same',
    'refused',
    signed + alpha.cosignatureLine(text, 1n) + alpha.cosignatureLine('x\n', 1n),
  ],
  ['a bad one by a stranger', 'accepted', signed + stranger.cosignatureLine('x\n', 1n)],
  ["one's in the name of another", 'accepted', signed + renamed(alpha.cosignatureLine(text, 1n))],
  [
    'covers extension lines',
    'accepted',
    of(`${text}x\n`) + alpha.cosignatureLine(`${text}x\n`, 1n),
  ],
  ['leaves extension lines out', 'refused', of(`${text}x\n`) + alpha.cosignatureLine(text, 1n)],
];

function shorter(signature: string): string {
  const [, , encoded = ''] = signature.trimEnd().split(' ');
  const bytes = Buffer.from(encoded, 'base64').subarray(0, -1);
  return `\u2014 ${log.key.name} ${bytes.toString('base64')}\n`;
}

/** Under the name of another: with the id of the one who made it, known to nobody. */
function renamed(signature: string): string {
  return signature.replace(alpha.key.name, beta.key.name);
}

export function noteCases(): Case[] {
  return [...texts, ...lines, ...cosignatures].map(([name, expect, note]) => ({
    ...{ name: `checkpoint: ${name}`, kind: 'checkpoint', expect },
    inputs: inputsOf({ policy, note }),
  }));
}
