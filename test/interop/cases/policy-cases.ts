import { type Case, inputsOf } from './case.ts';
import { alpha, beta, log, stranger } from './own-log.ts';

const witnesses = `witness a ${alpha.vkey}\nwitness b ${beta.vkey}\nwitness c ${stranger.vkey}\n`;

type Row = readonly [string, Case['expect'], string];

const rows: readonly Row[] = [
  ['a quorum and nothing', 'accepted', 'quorum none\n'],
  ['nothing', 'refused', ''],
  ['a log and no quorum', 'refused', `log ${log.vkey}\n`],
  ['a witness', 'accepted', `witness a ${alpha.vkey}\nquorum a\n`],
  ['a witness with an address', 'accepted', `witness a ${alpha.vkey} https://a/\nquorum a\n`],
  ['a witness with two addresses', 'refused', `witness a ${alpha.vkey} x y\nquorum a\n`],
  ['a log with an address', 'accepted', `log ${log.vkey} https://l/\nquorum none\n`],
  ['a log with two addresses', 'refused', `log ${log.vkey} x y\nquorum none\n`],
  ['a log without a key', 'refused', 'log\nquorum none\n'],
  ['a log twice', 'refused', `log ${log.vkey}\nlog ${log.vkey} x\nquorum none\n`],
  ['a log with the key of a witness', 'refused', `log ${alpha.vkey}\nquorum none\n`],
  ['a witness with the key of a log', 'refused', `witness a ${log.vkey}\nquorum a\n`],
  ['a witness twice', 'refused', `${witnesses}witness d ${alpha.vkey}\nquorum a\n`],
  ['a name twice', 'refused', `witness a ${alpha.vkey}\nwitness a ${beta.vkey}\nquorum a\n`],
  ['a witness named none', 'refused', `witness none ${alpha.vkey}\nquorum none\n`],
  ['a group named none', 'refused', `${witnesses}group none any a\nquorum none\n`],
  ['a group named as a witness', 'refused', `${witnesses}group a any b\nquorum a\n`],
  ['any', 'accepted', `${witnesses}group g any a b\nquorum g\n`],
  ['all', 'accepted', `${witnesses}group g all a b\nquorum g\n`],
  ['two of three', 'accepted', `${witnesses}group g 2 a b c\nquorum g\n`],
  ['none of three', 'refused', `${witnesses}group g 0 a b c\nquorum g\n`],
  ['four of three', 'refused', `${witnesses}group g 4 a b c\nquorum g\n`],
  ['02 of three', 'refused', `${witnesses}group g 02 a b c\nquorum g\n`],
  ['+2 of three', 'refused', `${witnesses}group g +2 a b c\nquorum g\n`],
  ['two of three in Arabic digits', 'refused', `${witnesses}group g \u0662 a b c\nquorum g\n`],
  ['Any', 'refused', `${witnesses}group g Any a b\nquorum g\n`],
  ['a group of nobody', 'refused', `${witnesses}group g any\nquorum g\n`],
  ['a group in a group', 'accepted', `${witnesses}group g any a b\ngroup h all g c\nquorum h\n`],
  ['a group of itself', 'refused', `${witnesses}group g any g\nquorum g\n`],
  ['a group of what comes later', 'refused', `group g any a\n${witnesses}quorum g\n`],
  ['a group of none', 'refused', `${witnesses}group g any none\nquorum g\n`],
  ['a member twice', 'refused', `${witnesses}group g 2 a a\nquorum g\n`],
  ['a member of two groups', 'refused', `${witnesses}group g any a b\ngroup h any a\nquorum g\n`],
  ['a quorum of what is not there', 'refused', `${witnesses}quorum z\n`],
  ['a quorum before its witness', 'refused', `quorum a\n${witnesses}`],
  ['witnesses after the quorum', 'accepted', `quorum none\n${witnesses}`],
  ['two quorums', 'refused', `${witnesses}quorum a\nquorum a\n`],
  ['a quorum of two', 'refused', `${witnesses}quorum a b\n`],
  ['a quorum of nobody', 'refused', 'quorum\n'],
  ['comments, empty lines, tabs', 'accepted', `# x\n \t\n\t # y\n${witnesses}\n quorum \t a\t\n`],
  ['a comment after a line', 'refused', `${witnesses}quorum a # the first\n`],
  ['a keyword in capitals', 'refused', `${witnesses}Quorum a\n`],
  ['a line of its own', 'refused', `${witnesses}threshold 1\nquorum a\n`],
  ['lines ended as on Windows', 'refused', `${witnesses}quorum a\n`.replaceAll('\n', '\r\n')],
  ['a delete in a comment', 'refused', `# \u007f\nquorum none\n`],
  ['a zero in a comment', 'refused', `# \u0000\nquorum none\n`],
  [
    'a name in Persian',
    'accepted',
    `witness \u0622\u0644\u0641\u0627 ${alpha.vkey}\nquorum \u0622\u0644\u0641\u0627\n`,
  ],
  ['a name with a no-break space', 'accepted', `witness a\u00a0b ${alpha.vkey}\nquorum a\u00a0b\n`],
  [
    'K and the Kelvin sign',
    'accepted',
    `witness K ${alpha.vkey}\nwitness \u212a ${beta.vkey}\nquorum K\n`,
  ],
  ['a byte order mark', 'refused', '\ufeffquorum none\n'],
];

const vkeys: readonly (readonly [string, Case['expect'], string])[] = [
  ['as it is written', 'accepted', log.vkey],
  ['of a countersigner', 'accepted', alpha.vkey],
  ['its id in capitals', 'refused', changed(1, (id) => id.toUpperCase())],
  ['its id of another', 'refused', changed(1, () => '00000000')],
  ['its id of seven digits', 'refused', changed(1, (id) => id.slice(1))],
  ['its key without padding', 'refused', changed(2, (key) => key.slice(0, -1).concat('A'))],
  ['a space at the end', 'refused', `${log.vkey} `],
  ['a line feed at the end', 'refused', `${log.vkey}\n`],
  ['without a key', 'refused', log.vkey.split('+').slice(0, 2).join('+')],
  ['without a name', 'refused', log.vkey.slice(log.vkey.indexOf('+'))],
  ['nothing', 'refused', ''],
  ['a name with a space', 'refused', changed(0, (name) => `${name} x`)],
  ['of type 2', 'refused', 'x+c74f20a3+AhpvhjR5mDUlgQegwxbzhKqiBfsVkmqq/LDE4izWy10T'],
  ['of type 6 and no key', 'refused', 'x+c74f20a3+Bg=='],
  [
    'the example of signed-note',
    'accepted',
    'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  ],
];

function changed(at: number, change: (part: string) => string): string {
  const [name = '', id = '', ...key] = log.vkey.split('+');
  return [name, id, key.join('+')]
    .map((part, index) => (index === at ? change(part) : part))
    .join('+');
}

export function policyCases(): Case[] {
  return [
    ...rows.map(([name, expect, text]): Case => {
      return {
        name: `policy: ${name}`,
        kind: 'policy',
        inputs: inputsOf({ policy: text }),
        expect,
      };
    }),
    ...vkeys.map(([name, expect, vkey]): Case => {
      return { name: `key: ${name}`, kind: 'vkey', inputs: inputsOf({ vkey }), expect };
    }),
  ];
}
