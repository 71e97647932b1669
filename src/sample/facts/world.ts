import type { SampleEntity } from '../fact.ts';
import { inPersian, viaLetter } from './people.ts';

const viaStatement = [
  '@signatories',
  '#joint-statement-text',
  '#deadline',
  '#statement-report',
] as const;

const groups: readonly SampleEntity[] = [
  {
    key: 'islamic-republic',
    kind: 'group',
    facts: [
      ['name', 'Islamic Republic of Iran', 'a5:the Islamic Republic', { language: 'en' }],
      inPersian('جمهوری اسلامی ایران'),
      ['groupType', 'government', 'a5'],
      ['country', 'IR', 'a5'],
    ],
  },
  {
    key: 'irgc',
    kind: 'group',
    facts: [
      ['name', 'Revolutionary Guards', 'a11:the Revolutionary Guards'],
      inPersian('سپاه پاسداران انقلاب اسلامی'),
      ['groupType', 'armed-force', 'a13'],
      ['country', 'IR', 'a13'],
      ['partOf', '@islamic-republic', '', { reason: 'Established by the law of the state.' }],
    ],
  },
  {
    key: 'basij',
    kind: 'group',
    facts: [
      ['name', 'Basij', 'a13:Basij'],
      inPersian('بسیج'),
      ['groupType', 'paramilitary', 'a13:a militia of volunteers'],
      ['country', 'IR', 'a13'],
      ['partOf', '@irgc', 'a13:tied to the Revolutionary Guards'],
    ],
  },
  {
    key: 'iranian-forces',
    kind: 'group',
    facts: [
      ['name', 'Iranian forces, not further described', 'a11:Iranian forces'],
      ['groupType', 'armed-force', 'a11:Iranian forces'],
      ['country', 'IR', 'a11:Iranian forces'],
    ],
  },
  {
    key: 'government-agents',
    kind: 'group',
    facts: [
      ['name', 'Agents of the government, not named', 'a12:Agents of the government'],
      ['groupType', 'state-body', 'a12:Agents of the government'],
      ['partOf', '@islamic-republic', 'a12:Agents of the government'],
    ],
  },
  {
    key: 'intelligence',
    kind: 'group',
    facts: [
      ['name', 'Intelligence services of Iran', 'c9:the intelligence services'],
      ['groupType', 'intelligence-service', 'c9:the intelligence services'],
      ['country', 'IR', 'c9'],
    ],
  },
  {
    key: 'appeals-court',
    kind: 'group',
    facts: [
      ['name', 'Court of appeal in the case of Rasoulof', 'c5:the court of appeal'],
      ['groupType', 'court', 'c5:the court of appeal'],
      ['country', 'IR', 'c5'],
    ],
  },
  {
    key: 'cannes',
    kind: 'group',
    facts: [
      ['name', 'Cannes festival', 'c15:Cannes festival', { chain: viaLetter }],
      inPersian('جشنوارهٔ فیلم کن'),
      ['groupType', 'festival', 'c15:Cannes festival', { chain: viaLetter }],
    ],
  },
  {
    key: 'film-organisations',
    kind: 'group',
    facts: [
      [
        'name',
        'Organisations of international film',
        'c17:the organisations of international film',
        { chain: viaLetter },
      ],
      ['groupType', 'film-organisation', 'c17', { chain: viaLetter }],
      ['countingUnit', '030000000000', 'c17', { chain: viaLetter }],
    ],
  },
  {
    key: 'signatories',
    kind: 'group',
    facts: [
      ['name', 'Signatories of the joint statement on Iran', 'a1'],
      ['groupType', 'informal', 'a1'],
      ['groupSize', '800', 'a1:Some 800', { measure: { counted: 'signatories' } }],
    ],
  },
  {
    key: 'crew',
    kind: 'group',
    facts: [
      ['name', 'Cast and crew of Rasoulof’s film', 'c9', { chain: viaLetter }],
      ['groupType', 'crew', 'c9:its cast and crew', { chain: viaLetter }],
    ],
  },
  {
    key: 'crew-families',
    kind: 'group',
    facts: [
      ['name', 'Relatives of the cast and crew', 'c11:Relatives of some', { chain: viaLetter }],
      ['groupType', 'family', 'c11:Relatives of some', { chain: viaLetter }],
      ['countingUnit', '020000000000', 'c11:Relatives of some', { chain: viaLetter }],
    ],
  },
  {
    key: 'people-of-iran',
    kind: 'group',
    facts: [
      ['name', 'People in Iran', 'a8:the country', { chain: viaStatement }],
      ['countingUnit', '060000000000', 'a8:the country', { chain: viaStatement }],
    ],
  },
  {
    key: 'barred-artists',
    kind: 'group',
    facts: [
      ['name', 'Artists in Iran who do not back the state', 'b8'],
      ['countingUnit', '050000000000', 'b8:artists who do not back it'],
    ],
  },
];

const places: readonly SampleEntity[] = [
  {
    key: 'iran',
    kind: 'place',
    facts: [
      ['name', 'Iran', 'a1:Iran'],
      inPersian('ایران'),
      ['placeType', 'country', 'a1:Iran'],
      ['country', 'IR', 'a1:Iran'],
    ],
  },
  {
    key: 'tehran',
    kind: 'place',
    facts: [
      ['name', 'Tehran', 'a10:Tehran'],
      inPersian('تهران'),
      ['placeType', 'city', 'a10:Tehran'],
      ['country', 'IR', 'a10:Tehran'],
      ['within', '@iran', 'a10:Tehran'],
    ],
  },
  {
    key: 'ganji-home',
    kind: 'place',
    facts: [
      ['name', 'Home of Javad Ganji', 'a12:his home'],
      ['placeType', 'home', 'a12:his home'],
    ],
  },
  {
    key: 'cameraman-office',
    kind: 'place',
    facts: [
      ['name', 'Office of the cameraman', 'c13:The office of the cameraman', { chain: viaLetter }],
      ['placeType', 'office', 'c13:The office of the cameraman', { chain: viaLetter }],
    ],
  },
];

const works: readonly SampleEntity[] = [
  {
    key: 'rasoulof-film',
    kind: 'work',
    facts: [
      ['description', 'New film by Mohammad Rasoulof; the report does not name it', 'c6'],
      ['workType', 'film', 'c6:his new film'],
      ['director', '@rasoulof', 'c6:his new film'],
      ['shownAt', '@cannes', 'c15', { chain: viaLetter }],
      ['soundEngineer', '@sound-engineer', 'c14', { chain: viaLetter }],
      ['cinematographer', '@cameraman', 'c13', { chain: viaLetter }],
      [
        'title',
        'The Seed of the Sacred Fig',
        '',
        {
          proposed: true,
          reason:
            'Known from elsewhere; no source on record names it. Add one before this is accepted.',
        },
      ],
    ],
  },
  {
    key: 'tatami',
    kind: 'work',
    facts: [
      ['title', 'Tatami', 'a18:Tatami'],
      ['workType', 'film', 'a18:the film'],
      ['director', '@ebrahimi', 'a18'],
      ['director', '@nattiv', 'a18'],
    ],
  },
  {
    key: 'shelter',
    kind: 'work',
    facts: [
      ['title', 'Shelter', 'a19:Shelter'],
      ['workType', 'film', 'a19:films'],
      ['director', '@riklis', 'a19'],
      ['castMember', '@farahani', 'a19'],
    ],
  },
  {
    key: 'reading-lolita',
    kind: 'work',
    facts: [
      ['title', 'Reading Lolita in Tel Aviv', 'a19:Reading Lolita in Tel Aviv'],
      [
        'title',
        'Reading Lolita in Tehran',
        '',
        {
          key: 'lolita-in-tehran',
          certainty: 'confirmed',
          reason: 'The title under which the film is known, after the book it is made from.',
        },
      ],
      ['workType', 'film', 'a19:films'],
      ['director', '@riklis', 'a19'],
      ['castMember', '@farahani', 'a19'],
    ],
  },
];

export { viaStatement };
export const world: readonly SampleEntity[] = [...groups, ...places, ...works];
