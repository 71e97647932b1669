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
  /** Percent; makes two scripts on one line look equally large. */
  readonly sizeAdjust?: number;
}

const lettersBetween = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('');

const punctuation = '\u00a0§©«°±·»×–—‘’“”†…‹›€\u2009\u202f\u2011−←→';
const western = `${lettersBetween(0x20, 0x7e)}${lettersBetween(0xc0, 0xff)}ŒœŸ${punctuation}`;
// Names from Central Europe, Turkey and in the usual transcriptions of Arabic and Persian.
const further = `${lettersBetween(0x100, 0x151)}${lettersBetween(0x154, 0x177)}ŹźŻżŽžȘșȚțḌḍḤḥṢṣṬṭẒẓ`;
// Persian first, then Arabic, Kurdish and Azeri: a name is not to change its face in mid-word.
const persian =
  '،؛؟ـ٪٫٬\u200c\u200d\u200e\u200f' +
  `${lettersBetween(0x621, 0x63a)}${lettersBetween(0x641, 0x652)}\u0654\u0655\u0670` +
  `پچژکگی${lettersBetween(0x660, 0x669)}${lettersBetween(0x6f0, 0x6f9)}ۀہھەڕڵۆێڤڎڭۇۋې`;
// With these a Persian page needs no Latin font for its spaces, brackets and full stops.
const persianMarks = ' \u00a0!"%()*+,-./0123456789:=[]«»·×–—…‹›';

// The x-height of Source Sans and Source Serif, 0.478 em, over that of Vazirmatn, 0.528 em, is 90 %;
// Persian letters carry finer detail at that height, hence a little more.
const persianSize = 93;

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
    sizeAdjust: persianSize,
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
    sizeAdjust: persianSize,
  },
];

/** Whole files of the packages, for the rare letter that no face has; last in the stacks. */
export interface WholeFile {
  readonly family: string;
  readonly from: string;
  readonly ranges: string;
  readonly sizeAdjust?: number;
}

export const wholeFiles: readonly WholeFile[] = [
  {
    family: 'Source Serif 4',
    from: `${serif}-latin-ext-wght-normal.woff2`,
    ranges: 'U+0100-02FF, U+1E00-1EFF, U+2020, U+20A0-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  },
  {
    family: 'Source Sans 3',
    from: `${sans}-latin-ext-wght-normal.woff2`,
    ranges: 'U+0100-02FF, U+1E00-1EFF, U+2020, U+20A0-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  },
  {
    family: 'Vazirmatn Whole',
    from: `${vazirmatn}-arabic-wght-normal.woff2`,
    ranges: 'U+0600-06FF, U+0750-077F, U+08A0-08FF, U+FB50-FDFF, U+FE70-FEFC',
    sizeAdjust: persianSize,
  },
];
