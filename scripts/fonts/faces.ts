/** One file of the product's fonts: which letters of which package file, in which weights. */
export interface Face {
  /** The file's name under `src/web/fonts`. */
  readonly file: string;
  readonly family: string;
  /** The package's file it is cut from. */
  readonly from: string;
  /** One weight, or the range that a variable font keeps. */
  readonly wght: number | { readonly min: number; readonly max: number };
  /** What `font-weight` it answers to, as CSS writes it. */
  readonly weight: string;
  readonly letters: string;
  /** OpenType features kept; all of them when absent. */
  readonly features?: readonly string[];
  /** A second family from the same file, for words of this script inside text of another. */
  readonly beside?: Beside;
}

/** A family drawn larger or smaller, in percent, to look as large as the script it stands beside. */
export interface Beside {
  readonly family: string;
  readonly sizeAdjust: number;
}

const lettersBetween = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('');

const punctuation = '\u00a0§©«°±·»×–—‘’“”…‹›€\u2009\u202f−←→';
const western = `${lettersBetween(0x20, 0x7e)}${lettersBetween(0xc0, 0xff)}ıŒœ${punctuation}`;
// Names from Central Europe, Turkey and in the usual transcriptions of Arabic and Persian.
const further = [
  lettersBetween(0x100, 0x12b),
  lettersBetween(0x12e, 0x130),
  lettersBetween(0x134, 0x151),
  lettersBetween(0x154, 0x165),
  lettersBetween(0x168, 0x178),
  'ŹźŻżŽžȘșȚțḌḍḤḥṢṣṬṭẒẓ',
].join('');
// Persian first, then Arabic, Kurdish and Azeri: a name is not to change its face in mid-word.
const persian =
  '،؛؟ـ٪٫٬\u200c\u200d\u200e\u200f' +
  `${lettersBetween(0x621, 0x63a)}${lettersBetween(0x641, 0x652)}\u0654\u0655\u0670` +
  `پچژکگی${lettersBetween(0x660, 0x669)}${lettersBetween(0x6f0, 0x6f9)}ۀہھەڕڵۆێڤڎڭۇۋې`;
// With these a Persian page needs no Latin font for its spaces, brackets and full stops.
// Not the digits of Latin: a title in Latin letters has them in the face of its letters.
const persianMarks = ' \u00a0!"%()*+,-./:=[]«»·×–—…‹›';

// The x-height of Source Sans and Source Serif, 0.478 em, over that of Vazirmatn, 0.528 em, is 90 %;
// Persian letters carry finer detail at that height, hence a little more.
const besideLatin: Beside = { family: 'Vazirmatn Beside', sizeAdjust: 93 };

const serif = '@fontsource-variable/source-serif-4/files/source-serif-4';
const sans = '@fontsource-variable/source-sans-3/files/source-sans-3';
const vazirmatn = '@fontsource-variable/vazirmatn/files/vazirmatn';
const latinFeatures = ['kern', 'liga', 'locl'];
const sansWeights = { min: 400, max: 600 };

// The families cut from Source fonts have another name, for their licence reserves "Source".
export const faces: readonly Face[] = [
  {
    file: 'serif.woff2',
    family: 'Countersign Serif',
    from: `${serif}-latin-wght-normal.woff2`,
    wght: 400,
    weight: '400',
    letters: western,
    features: latinFeatures,
  },
  {
    file: 'serif-further.woff2',
    family: 'Countersign Serif',
    from: `${serif}-latin-ext-wght-normal.woff2`,
    wght: 400,
    weight: '400',
    letters: further,
    features: latinFeatures,
  },
  {
    file: 'sans.woff2',
    family: 'Countersign Sans',
    from: `${sans}-latin-wght-normal.woff2`,
    wght: sansWeights,
    weight: '400 600',
    letters: western,
    features: latinFeatures,
  },
  {
    file: 'sans-further.woff2',
    family: 'Countersign Sans',
    from: `${sans}-latin-ext-wght-normal.woff2`,
    wght: sansWeights,
    weight: '400 600',
    letters: further,
    features: latinFeatures,
  },
  ...[400, 700].map((wght): Face => ({
    file: `persian-${wght}.woff2`,
    family: 'Vazirmatn',
    from: `${vazirmatn}-arabic-wght-normal.woff2`,
    wght,
    weight: String(wght),
    letters: persian,
    beside: besideLatin,
  })),
  {
    file: 'persian-marks.woff2',
    // A family of its own, so that one weight serves light and bold.
    family: 'Vazirmatn Marks',
    from: `${vazirmatn}-latin-wght-normal.woff2`,
    wght: 400,
    weight: '400 700',
    letters: persianMarks,
    features: [],
  },
];

/** Whole files of the packages, for the rare letter that no face has; last in the stacks. */
export interface WholeFile {
  readonly family: string;
  readonly from: string;
  /** Letters of this file less those of the faces: browsers fetch every file that has a letter. */
  readonly letters: string;
}

const rareLatin = lettersOutside(
  further,
  [0x100, 0x2ff],
  [0x1e00, 0x1eff],
  [0x20a0, 0x20c0],
  [0xa720, 0xa7ff],
);

export const wholeFiles: readonly WholeFile[] = [
  {
    family: 'Source Serif 4',
    from: `${serif}-latin-ext-wght-normal.woff2`,
    letters: rareLatin,
  },
  {
    family: 'Source Sans 3',
    from: `${sans}-latin-ext-wght-normal.woff2`,
    letters: rareLatin,
  },
  {
    family: 'Vazirmatn Whole',
    from: `${vazirmatn}-arabic-wght-normal.woff2`,
    letters: lettersOutside(
      persian,
      [0x600, 0x6ff],
      [0x750, 0x77f],
      [0x8a0, 0x8ff],
      [0xfb50, 0xfdff],
      [0xfe70, 0xfefc],
    ),
  },
];

function lettersOutside(taken: string, ...blocks: readonly (readonly [number, number])[]): string {
  const known = new Set(Array.from(western + taken));
  return blocks
    .flatMap(([first, last]) => Array.from(lettersBetween(first, last)))
    .filter((letter) => !known.has(letter))
    .join('');
}
