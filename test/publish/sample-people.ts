import type { EditionDocument, PublicSource } from '#editions';
import { EditionBuilder, uidOf } from './edition-builder.ts';
import {
  eveningPaper,
  furtherSources,
  lawyersPost,
  morningPost,
  officialDaily,
} from './sample-sources.ts';

export const director = uidOf(0x100);
export const assistant = uidOf(0x101);
export const film = uidOf(0x102);
export const uprising = uidOf(0x103);
export const court = uidOf(0x104);
export const militia = uidOf(0x105);
export const capital = uidOf(0x106);
export const letter = uidOf(0x107);
export const lawyer = uidOf(0x108);
export const takenBack = uidOf(0x109);

export const names = {
  director: { en: 'Parvaneh Sohrabi-Mehr Khosrowshahi', fa: 'پروانه سهرابی‌مهر خسروشاهی' },
  assistant: { en: 'Navid Azarmi', fr: 'Navid Azarmi', fa: 'نوید آذرمی' },
  film: { en: 'The Salt Orchard', fr: 'Le Verger de sel', fa: 'باغ نمک' },
  uprising: {
    en: 'Killings at the January protests',
    fr: 'Tueries lors des manifestations de janvier',
    fa: 'کشتار در اعتراض‌های دی‌ماه',
  },
  court: { en: 'Revolutionary Court, Branch 29', fa: 'دادگاه انقلاب، شعبهٔ ۲۹' },
  militia: { en: 'Neighbourhood militia', fr: 'Milice de quartier', fa: 'بسیج محله' },
  capital: { en: 'The capital', fr: 'La capitale', fa: 'پایتخت' },
  letter: {
    en: 'Joint statement of film workers',
    fr: 'Déclaration commune de gens de cinéma',
    fa: 'بیانیهٔ مشترک سینماگران',
  },
  lawyer: { en: 'Kaveh Rastegar', fa: 'کاوه رستگار' },
} as const;

const acts = [
  ['030181000000', 'was interrogated for hours about the shoot'],
  ['050106800000', 'was told at the airport that she may not leave'],
  ['040101000000', 'saw agents search the cutting room and take drives'],
  ['050106810000', 'had her passport taken from her at the gate'],
  ['030180000000', 'received a summons by telephone'],
  ['150103000000', 'may not work in film for two years'],
  ['130107000000', 'is to lose her flat'],
  ['020103010200', 'heard her parents threatened'],
] as const;

/** A person with forty acts, a course of proceedings, a film and a letter. */
export function directorDocument(): EditionDocument {
  const book = new EditionBuilder(director, 'person', names.director, 0x1000);
  book.mentions(court, 'group', names.court);
  book.mentions(film, 'work', names.film);
  book.mentions(letter, 'intervention', names.letter);
  book.mentions(lawyer, 'person', names.lawyer);
  book.mentions(director, 'person', names.director);
  const lead = book.words(
    morningPost,
    'The court of appeal has upheld a sentence of eight years, her lawyer wrote on Monday; two years of it are suspended.',
  );
  const post = book.words(
    lawyersPost,
    'دادگاه تجدیدنظر حکم هشت سال حبس را تأیید کرد. موکلم از ۲۲ اردیبهشت در بازداشت است.',
    [
      {
        language: 'en',
        text: 'The court of appeal upheld the sentence of eight years in prison. My client has been in custody since 12 May.',
        translator: 'Roya M.',
        machine: false,
        reviewed: true,
      },
    ],
  );
  const said = { chain: [{ entity: lawyer, seen: false }] };
  book.says(
    book.property('name', [
      [book.claim('name', names.director.en, { passage: lead, language: 'en' })],
      [book.claim('name', names.director.fa, { passage: post, language: 'fa', basis: 'quoted' })],
    ]),
    book.property('occupation', [
      [book.claim('occupation', '029005050100', { passage: lead })],
      [book.claim('occupation', '029005010500', { passage: lead })],
    ]),
    book.one('birthDate', '1979~', { passage: lead, certainty: 'likely' }),
    book.one('citizenship', 'IR', { passage: lead }),
    book.one('wikidataId', 'Q42', {
      basis: 'editorial',
      reason: 'Compared by hand with the list of her films.',
    }),
  );
  addProceedings(book, lead, post, said);
  addActs(book);
  const solidarity = book.words(
    eveningPaper,
    'The signatories ask festivals to keep a seat for her until she can take it.',
  );
  book.part('intervention', 'onBehalfOf', [
    book.one('title', names.letter.en, { passage: solidarity, language: 'en' }),
    book.one('interventionType', '030100000000', { passage: solidarity }),
    book.one('date', '2026-01-19', { passage: solidarity }),
    book.one('onBehalfOf', director, { passage: solidarity, entity: director }),
    book.one('request', 'Keep an empty seat for her at every festival.', {
      passage: solidarity,
      language: 'en',
      basis: 'quoted',
    }),
  ]);
  book.part('relation', 'person', [
    book.one('person', director, { passage: lead, entity: director }),
    book.one('relationshipType', '010602010000', { passage: lead }),
    book.one('relatedTo', lawyer, { passage: lead, entity: lawyer }),
  ]);
  return book.build();
}

function addProceedings(
  book: EditionBuilder,
  lead: string,
  post: string,
  said: { readonly chain: readonly { readonly entity: string; readonly seen: boolean }[] },
): void {
  const who = () => book.one('person', director, { passage: lead, entity: director });
  const before = (date: string, type: string, more: Parameters<typeof book.part>[2] = []) =>
    book.part('milestone', 'person', [
      book.one('milestoneType', type, { passage: lead }),
      book.one('date', date, { passage: lead }),
      who(),
      ...more,
    ]);
  before('2022-07-11', 'arrest');
  before('2023-02-03', 'release-on-bail', [book.one('amount', '250000 EUR', { passage: lead })]);
  before('2024-03', 'indictment', [
    book.property('charge', [
      [book.claim('charge', 'assembly and collusion', { passage: lead, language: 'en' })],
      [book.claim('charge', 'propaganda against the state', { passage: lead, language: 'en' })],
    ]),
  ]);
  before('2025-01-08', 'sentence', [
    book.property(
      'sentenceLength',
      [
        [
          book.claim('sentenceLength', 'P8Y', { passage: lead, ...said }),
          book.claim('sentenceLength', 'P8Y', { passage: post, basis: 'quoted' }),
        ],
      ],
      {
        dispute: 'contradiction',
        rule: 'editors-choice',
        reason: 'The lawyer has read the ruling; the agency report does not say how it knows.',
        others: [
          {
            claims: [
              book.claim('sentenceLength', 'P6Y', {
                passage: book.words(eveningPaper, 'given six years, according to an agency'),
                chain: [{ label: 'an agency report', seen: false }],
              }),
            ],
            origins: 1,
          },
        ],
      },
    ),
    book.one('suspendedLength', 'P2Y', { passage: lead }),
    book.property('sentenceType', [
      [book.claim('sentenceType', 'prison', { passage: lead })],
      [book.claim('sentenceType', 'flogging', { passage: lead })],
      [book.claim('sentenceType', 'confiscation', { passage: lead })],
    ]),
    book.one('authority', court, { passage: lead, entity: court }),
    book.one('concernsWork', film, { passage: lead, entity: film }),
  ]);
  before('2025-05-06', 'appeal-upheld');
  book.part('milestone', 'person', [
    book.one('milestoneType', 'imprisonment-begins', { passage: post }),
    book.one('date', '2025-05-12', { passage: post }),
    book.one('person', director, { passage: post, entity: director }),
  ]);
}

function addActs(book: EditionBuilder): void {
  for (let index = 0; index < 40; index += 1) {
    const [code, told] = acts[index % acts.length] ?? acts[0];
    const source: PublicSource = furtherSources[index % furtherSources.length] ?? morningPost;
    const passage = book.words(
      source,
      `Colleagues say: she ${told}. In their notes it is number ${index + 1}.`,
    );
    const year = 2018 + Math.floor(index / 6);
    const date = index % 5 === 4 ? `${year}` : `${year}-0${1 + (index % 9)}-1${index % 9}`;
    const act = book.part('act', 'victim', [
      book.one('actType', code, { passage }),
      book.one('startDate', date, { passage }),
      book.one('victim', director, { passage, entity: director }),
    ]);
    if (index % 6 === 0) {
      book.part(
        'involvement',
        'act',
        [
          book.one('act', act, { passage, entity: act }),
          book.one('perpetratorType', '010106000000', { passage }),
        ],
        act,
      );
    }
  }
}

/** A killed person about whom a loyalty story is told and denied. */
export function assistantDocument(): EditionDocument {
  const book = new EditionBuilder(assistant, 'person', names.assistant, 0x3000);
  book.mentions(militia, 'group', names.militia);
  book.mentions(capital, 'place', names.capital);
  book.mentions(uprising, 'event', names.uprising);
  const told = book.words(
    officialDaily,
    'Le défunt, membre dévoué de la milice, a été abattu par des émeutiers.',
    [
      {
        language: 'en',
        text: 'The deceased, a devoted member of the militia, was shot by rioters.',
        machine: true,
        reviewed: false,
      },
    ],
  );
  const denied = book.words(
    eveningPaper,
    'He carried a camera, never a weapon. They hung their banner on our door while we were at the morgue, his sister says.',
  );
  const shot = book.words(
    eveningPaper,
    'Azarmi, 34, an assistant director, was shot on the ninth by men in uniform near the old cinema.',
  );
  const sister = { chain: [{ label: 'his sister', seen: false }] };
  book.says(
    book.property('name', [
      [book.claim('name', names.assistant.en, { passage: shot, language: 'en' })],
    ]),
    book.one('occupation', '029005050500', { passage: shot }),
    book.one('deathDate', '2026-01-09', { passage: shot }),
    book.one('deathPlace', capital, { passage: shot, entity: capital }),
    book.property(
      'account',
      [
        [
          book.claim('account', 'He was a member of the militia and was shot by rioters.', {
            passage: told,
            language: 'en',
          }),
        ],
      ],
      { dispute: 'none' },
    ),
    book.property('accountDenied', [
      [
        book.claim(
          'accountDenied',
          'He never belonged to the militia; its banner was hung on the family’s door.',
          {
            passage: denied,
            language: 'en',
            ...sister,
          },
        ),
      ],
    ]),
    book.one('affiliationClaimed', militia, { passage: told, entity: militia }),
    book.one('affiliationDenied', militia, { passage: denied, entity: militia, ...sister }),
  );
  const act = book.part('act', 'victim', [
    book.one('actType', '010105010000', { passage: shot }),
    book.one('startDate', '2026-01-09', { passage: shot }),
    book.one('victim', assistant, { passage: shot, entity: assistant }),
    book.one('place', capital, { passage: shot, entity: capital }),
    book.one('event', uprising, { passage: shot, entity: uprising }),
    book.one('ageAtTime', 'P34Y', { passage: shot }),
  ]);
  book.part(
    'involvement',
    'act',
    [
      book.one('act', act, { passage: shot, entity: act }),
      book.one('perpetratorType', '010103800000', { passage: shot, certainty: 'likely' }),
    ],
    act,
  );
  return book.build();
}
