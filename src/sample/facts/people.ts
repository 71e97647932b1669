import type { Fact, SampleEntity } from '../fact.ts';

const director = '029005050100';
const assistantDirector = '029005050500';
const actor = '029005050300';

/** A name in Persian script, which none of the reports gives. */
export function inPersian(name: string): Fact {
  const reason = 'The usual spelling in Persian, added by the documenter without a source.';
  return ['name', name, '', { language: 'fa', reason, certainty: 'confirmed' }];
}

/** Somebody of whom the report says that they signed; the words that name them are the passage. */
function signatory(
  key: string,
  name: string,
  sentence: string,
  more: readonly Fact[] = [],
): SampleEntity {
  return { key, kind: 'person', facts: [['name', name, `${sentence}:${name}`], ...more] };
}

const viaVariety = ['@panahi', '#variety', '#statement-report'];
const viaPost = ['@panahi', '#panahi-post', '#statement-report'];
const viaLetter = ['@rasoulof', '#rasoulof-letter-text', '#letter-report'];
const viaRightsGroups = ['Rights groups', '#bbc', '#solidarity-report'];

const filmPeopleOfIran: readonly SampleEntity[] = [
  {
    key: 'ganji',
    kind: 'person',
    facts: [
      ['name', 'Javad Ganji', 'a10:Javad Ganji'],
      inPersian('جواد گنجی'),
      [
        'occupation',
        director,
        'a14:the filmmaker Ganji',
        { key: 'ganji-filmmaker', chain: viaVariety },
      ],
      ['deceased', 'yes', 'a10'],
      ['deathDate', '9 January 2026', 'a10'],
      ['deathPlace', '@tehran', 'a10'],
      [
        'affiliationClaimed',
        '@basij',
        'a12',
        { chain: ['@government-agents', '#statement-report'], certainty: 'unlikely' },
      ],
      ['affiliationDenied', '@basij', 'a12'],
      [
        'account',
        'That he stood with the state and belonged to the Basij.',
        'a12',
        { chain: ['@government-agents', '#statement-report'], certainty: 'unlikely' },
      ],
      [
        'accountDenied',
        'The state makes up stories of loyalty about those whom it has killed.',
        'a15',
        { chain: viaPost },
      ],
    ],
  },
  {
    key: 'panahi',
    kind: 'person',
    facts: [
      ['name', 'Jafar Panahi', 'a14:Jafar Panahi'],
      inPersian('جعفر پناهی'),
      ['occupation', director, 'a14:the director Jafar Panahi'],
      ['citizenship', 'IR', '', { reason: 'Widely known; the report calls him Iranian.' }],
      ['reportedStatus', '030200000000', 'a17', { valid: '2026-01' }],
    ],
  },
  {
    key: 'barzegar',
    kind: 'person',
    facts: [
      ['name', 'Majid Barzegar', 'a16:Majid Barzegar', { chain: viaPost }],
      inPersian('مجید برزگر'),
      ['occupation', director, '', { reason: 'Widely known; the report says filmmaker.' }],
    ],
  },
  {
    key: 'sanaeiha',
    kind: 'person',
    facts: [
      ['name', 'Behtash Sanaeiha', 'a16:Behtash Sanaeiha', { chain: viaPost }],
      inPersian('بهتاش صناعی‌ها'),
      ['occupation', director, '', { reason: 'Widely known; the report says filmmaker.' }],
    ],
  },
  {
    key: 'rasoulof',
    kind: 'person',
    facts: [
      ['name', 'Mohammad Rasoulof', 'c1:Mohammad Rasoulof'],
      inPersian('محمد رسول‌اف'),
      ['occupation', director, 'c1:a filmmaker with many awards'],
      ['reportedStatus', '030200000000', 'c1'],
    ],
  },
  {
    key: 'paknia',
    kind: 'person',
    facts: [
      ['name', 'Babak Paknia', 'c2:Babak Paknia'],
      inPersian('بابک پاک‌نیا'),
      ['occupation', '029002010000', 'c2:lawyer'],
    ],
  },
  {
    key: 'salehi',
    kind: 'person',
    unpublished: true,
    facts: [
      ['name', 'Toomaj Salehi', 'c8:Toomaj Salehi', { chain: viaLetter }],
      inPersian('توماج صالحی'),
      ['occupation', '029005030200', 'c8:the rapper', { chain: viaLetter }],
      ['reportedStatus', '020203800000', 'c8', { chain: viaLetter }],
    ],
  },
  {
    key: 'cameraman',
    kind: 'person',
    facts: [
      [
        'description',
        'The cameraman of a film by Mohammad Rasoulof; not named in the report',
        'c13:the cameraman',
        { chain: viaLetter },
      ],
      ['occupation', '029005050700', 'c13:the cameraman', { chain: viaLetter }],
    ],
  },
  {
    key: 'sound-engineer',
    kind: 'person',
    facts: [
      [
        'description',
        'The sound engineer of a film by Mohammad Rasoulof; not named in the report',
        'c14:The sound engineer',
        { chain: viaLetter },
      ],
      ['occupation', '029005050900', 'c14:The sound engineer', { chain: viaLetter }],
    ],
  },
];

const others: readonly SampleEntity[] = [
  {
    key: 'amini',
    kind: 'person',
    facts: [
      ['name', 'Mahsa Amini', 'b6:Mahsa Amini'],
      inPersian('مهسا امینی'),
      ['deceased', 'yes', 'b6'],
      [
        'deathDate',
        'September 2022',
        'b6',
        {
          basis: 'inferred',
          reason:
            'The report names September and no year; it tells of an interview of August 2022 from the same time.',
        },
      ],
    ],
  },
  {
    key: 'salari',
    kind: 'person',
    facts: [
      ['name', 'Mahmoud Salari', 'b9:Mahmoud Salari'],
      inPersian('محمود سالاری'),
      ['occupation', '010102000000', 'b9:deputy minister of culture', { valid: '2022-08' }],
    ],
  },
  {
    key: 'nattiv',
    kind: 'person',
    facts: [
      ['name', 'Guy Nattiv', 'a18:Guy Nattiv'],
      ['occupation', director, 'a18'],
    ],
  },
  {
    key: 'riklis',
    kind: 'person',
    facts: [
      ['name', 'Eran Riklis', 'a19:Eran Riklis'],
      ['occupation', director, 'a19'],
    ],
  },
];

const signatories: readonly SampleEntity[] = [
  signatory('binoche', 'Juliette Binoche', 'a2', [
    inPersian('ژولیت بینوش'),
    ['occupation', actor, 'a2:actors'],
    ['occupation', actor, 'b1:a French actor'],
    ['citizenship', 'FR', 'b1:a French actor'],
  ]),
  signatory('cottin', 'Camille Cottin', 'a2', [['occupation', actor, 'a2:actors']]),
  signatory('cotillard', 'Marion Cotillard', 'a2', [['occupation', actor, 'a2:actors']]),
  signatory('farahani', 'Goldshifteh Farahani', 'a3', [
    inPersian('گلشیفته فراهانی'),
    [
      'otherName',
      'Golshifteh Farahani',
      '',
      { reason: 'How she writes it herself; the report adds a letter.', certainty: 'confirmed' },
    ],
    ['occupation', actor, 'a19:acted in two films'],
  ]),
  signatory('farsi', 'Sepideh Farsi', 'a3', [inPersian('سپیده فارسی')]),
  signatory('neshat', 'Shirin Neshat', 'a3', [inPersian('شیرین نشاط')]),
  signatory('ebrahimi', 'Zar Amir Ebrahimi', 'a3', [
    inPersian('زر امیرابراهیمی'),
    ['occupation', director, 'a18:made the film Tatami'],
  ]),
  signatory('bender', 'Lawrence Bender', 'a4'),
  signatory('kingler', 'Gabe Kingler', 'a4'),
  signatory('lapid', 'Nadav Lapid', 'a4', [
    ['occupation', director, 'a4:a director from Israel'],
    ['citizenship', 'IL', 'a4:a director from Israel'],
  ]),
  signatory('moll', 'Dominik Moll', 'a4'),
  signatory('saleh', 'Tarek Saleh', 'a4'),
  signatory('simon', 'Claire Simon', 'a4'),
  signatory('yaqubi', 'Mohanad Yaqubi', 'a4'),
  signatory('zeller', 'Florian Zeller', 'a4'),
];

export const people: readonly SampleEntity[] = [...filmPeopleOfIran, ...others, ...signatories];

/** Keys of those who signed the joint statement, with the sentence that says so. */
export const signed: readonly (readonly [key: string, place: string])[] = signatories.map(
  ({ key, facts }) => [key, facts[0]?.[2] ?? ''],
);

/** Replaces a fact after it was published: what the correction of the sample corrects. */
export const correctedOccupation = {
  entity: 'ganji',
  replaces: 'ganji-filmmaker',
  fact: ['occupation', assistantDirector, 'a10:an assistant director'] satisfies Fact,
};

export { viaLetter, viaPost, viaRightsGroups };
