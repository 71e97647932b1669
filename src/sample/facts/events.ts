import type { Fact, SampleEntity } from '../fact.ts';
import { signed, viaLetter, viaPost } from './people.ts';
import { viaStatement } from './world.ts';

const viaLawyer = ['@paknia', '#lawyer', '#letter-report'];
const viaLegalTeam = [
  'Legal team of Mohammad Rasoulof',
  '@rasoulof',
  '#rasoulof-letter-text',
  '#letter-report',
];

const events: readonly SampleEntity[] = [
  {
    key: 'crackdown',
    kind: 'event',
    facts: [
      ['title', 'Killing of protesters in Iran, January 2026', 'a5'],
      ['title', 'کشتار معترضان در ایران، دی ۱۴۰۴', 'a5', { language: 'fa' }],
      ['title', 'Massacre de manifestants en Iran, janvier 2026', 'a5', { language: 'fr' }],
      ['description', 'Live fire, mass killing and arrests at protests', 'a5'],
      ['place', '@iran', 'a5'],
      ['country', 'IR', 'a5'],
      [
        'startDate',
        'January 2026',
        'a10',
        {
          basis: 'inferred',
          certainty: 'possible',
          reason: 'The first day that the report names is 9 January; it speaks of weeks.',
        },
      ],
      ['rightAffected', '010100000000', 'a5', { chain: viaStatement }],
      ['rightAffected', '011300000000', 'a5', { chain: viaStatement }],
      [
        'killedCount',
        'more than 3,000',
        'a6',
        {
          chain: viaStatement,
          measure: {
            counted: 'defenceless citizens killed',
            place: '@iran',
            asOf: '21 January 2026',
          },
        },
      ],
      [
        'killedCount',
        'more than 16,000',
        'a7',
        {
          certainty: 'possible',
          measure: { counted: 'deaths believed to have occurred', place: '@iran' },
        },
      ],
      [
        'account',
        'What happened are crimes against humanity, hidden by a shutdown of the internet.',
        'a9',
        { chain: viaStatement },
      ],
    ],
  },
  {
    key: 'protests-2022',
    kind: 'event',
    facts: [
      ['title', 'Protests after the death of Mahsa Amini', 'b6'],
      ['title', 'اعتراض‌ها پس از جان‌باختن مهسا امینی', 'b6', { language: 'fa' }],
      ['place', '@iran', 'b1:in Iran'],
      ['country', 'IR', 'b1:in Iran'],
      [
        'startDate',
        'since September 2022',
        'b6',
        {
          basis: 'inferred',
          reason: 'They broke out after a death in September; the year is that of the interview.',
        },
      ],
    ],
  },
  {
    key: 'rasoulof-case',
    kind: 'event',
    facts: [
      ['title', 'Case of Mohammad Rasoulof and of those who made his film', 'c1'],
      ['title', 'پروندهٔ محمد رسول‌اف و سازندگان فیلم او', 'c1', { language: 'fa' }],
      ['place', '@iran', 'c1:in Iran'],
      ['country', 'IR', 'c1:in Iran'],
      ['rightAffected', '012300000000', 'c1'],
      ['rightAffected', '012101000000', 'c12', { chain: viaLetter }],
    ],
  },
];

const interventions: readonly SampleEntity[] = [
  {
    key: 'joint-statement',
    kind: 'intervention',
    facts: [
      ['title', 'Joint statement of film professionals on Iran', 'a1'],
      ['title', 'بیانیهٔ مشترک اهالی سینما دربارهٔ ایران', 'a1', { language: 'fa' }],
      ['interventionType', '030100000000', 'a1:joint statement'],
      [
        'date',
        '2026-01-21?',
        'a1',
        {
          basis: 'inferred',
          certainty: 'possible',
          reason:
            'Deadline wrote of it on a Wednesday; the picture beside the report is of Wednesday, 21 January 2026.',
        },
      ],
      ['occasion', '@crackdown', 'a5'],
      ['onBehalfOf', '@people-of-iran', 'a5'],
      ['quotedText', 'crimes against humanity', 'a9:crimes against humanity'],
      ['signatoryCount', '800', 'a1:Some 800', { measure: { counted: 'signatories' } }],
      ...signed.map(([key, place]): Fact => ['intervener', `@${key}`, place]),
    ],
  },
  {
    key: 'panahi-denounces',
    kind: 'intervention',
    facts: [
      ['title', 'Jafar Panahi on the killing of Javad Ganji', 'a15'],
      ['interventionType', '030400000000', 'a15:On Instagram', { chain: viaPost }],
      ['intervener', '@panahi', 'a15', { chain: viaPost }],
      ['onBehalfOf', '@ganji', 'a14', { chain: ['@panahi', '#variety', '#statement-report'] }],
      ['onBehalfOf', '@barzegar', 'a16', { chain: viaPost }],
      ['onBehalfOf', '@sanaeiha', 'a16', { chain: viaPost }],
      [
        'quotedText',
        'fabricating loyalty narratives',
        'a15:fabricating loyalty narratives',
        { chain: viaPost },
      ],
      ['occasion', '@crackdown', 'a15'],
    ],
  },
  {
    key: 'directors-statement',
    kind: 'intervention',
    facts: [
      ['title', 'Statement of Majid Barzegar and Behtash Sanaeiha against violence', 'a16'],
      ['interventionType', '030100000000', 'a16:a joint statement', { chain: viaPost }],
      ['intervener', '@barzegar', 'a16', { chain: viaPost }],
      ['intervener', '@sanaeiha', 'a16', { chain: viaPost }],
      ['response', '030280000000', 'a16', { chain: viaPost }],
    ],
  },
  {
    key: 'binoche-artists',
    kind: 'intervention',
    facts: [
      ['title', 'Juliette Binoche on the artists of Iran', 'b2'],
      ['interventionType', '030400000000', 'b2:post on Instagram'],
      [
        'intervener',
        '@binoche',
        'b2',
        { chain: ['@binoche', '#binoche-post', '#solidarity-report'] },
      ],
      ['request', 'Freedom for women in Iran', 'b3:Freedom for women in Iran'],
      ['quotedText', 'Freedom for women in Iran', 'b3:Freedom for women in Iran'],
      ['occasion', '@protests-2022', 'b2'],
    ],
  },
  {
    key: 'binoche-hair',
    kind: 'intervention',
    facts: [
      ['title', 'Juliette Binoche cuts her hair', 'b4'],
      ['interventionType', '030500000000', 'b4:a video'],
      ['interventionType', '030601000000', 'b4:she cut her hair'],
      [
        'intervener',
        '@binoche',
        'b4',
        { chain: ['@binoche', '#binoche-video', '#solidarity-report'] },
      ],
      ['occasion', '@protests-2022', 'b4'],
    ],
  },
  {
    key: 'binoche-stop',
    kind: 'intervention',
    facts: [
      ['title', 'Juliette Binoche calls for the executions to stop', 'b5'],
      ['interventionType', '030400000000', 'b5:post'],
      [
        'intervener',
        '@binoche',
        'b5',
        { chain: ['@binoche', '#binoche-stop-post', '#solidarity-report'] },
      ],
      ['request', 'Stop executions in Iran', 'b5:Stop executions in Iran'],
      ['quotedText', 'Stop executions in Iran', 'b5:Stop executions in Iran'],
      ['occasion', '@protests-2022', 'b5'],
    ],
  },
  {
    key: 'rasoulof-letter',
    kind: 'intervention',
    facts: [
      ['title', 'Letter of Mohammad Rasoulof after his flight', 'c4'],
      ['title', 'نامهٔ محمد رسول‌اف پس از خروج از ایران', 'c4', { language: 'fa' }],
      ['interventionType', '030200000000', 'c4:a letter'],
      ['intervener', '@rasoulof', 'c4'],
      ['onBehalfOf', '@crew', 'c18', { chain: viaLetter }],
      ['onBehalfOf', '@rasoulof-film', 'c18', { chain: viaLetter }],
      ['partyRequested', '@film-organisations', 'c17', { chain: viaLetter }],
      ['request', 'Effective support of those who make such films', 'c17', { chain: viaLetter }],
      ['quotedText', 'effective support', 'c17:effective support', { chain: viaLetter }],
      [
        'date',
        'May 2024',
        '',
        {
          proposed: true,
          certainty: 'possible',
          reason: 'From memory; the report bears no day. Find a dated source.',
        },
      ],
    ],
  },
  {
    key: 'letter-2022',
    kind: 'intervention',
    facts: [
      ['title', 'Letter of 2022 against violence at protests over a collapsed building', 'c3'],
      [
        'interventionType',
        '030100000000',
        'c2:a letter of 2022 in which he took part',
        { chain: viaLawyer },
      ],
      ['date', '2022', 'c2:2022', { chain: viaLawyer }],
      ['intervener', '@rasoulof', 'c2', { chain: viaLawyer }],
      ['partyRequested', '@islamic-republic', 'c3', { chain: viaLawyer }],
      ['request', 'That the authorities hold back from violence', 'c3', { chain: viaLawyer }],
    ],
  },
];

const milestones: readonly SampleEntity[] = [
  {
    key: 'rasoulof-sentence',
    kind: 'milestone',
    facts: [
      ['person', '@rasoulof', 'c1'],
      ['milestoneType', 'sentence', 'c1'],
      ['sentenceType', 'prison', 'c1'],
      ['sentenceType', 'flogging', 'c1'],
      ['sentenceType', 'confiscation', 'c1'],
      ['sentenceLength', '8 years', 'c1:eight years in prison'],
      ['charge', 'His films, and a letter of 2022', 'c2', { chain: viaLawyer }],
      ['concernsWork', '@letter-2022', 'c2', { chain: viaLawyer }],
      ['legalCounsel', '@paknia', 'c2'],
      ['place', '@iran', 'c1:in Iran'],
    ],
  },
  {
    key: 'rasoulof-appeal',
    kind: 'milestone',
    facts: [
      ['person', '@rasoulof', 'c5', { chain: viaLegalTeam }],
      ['milestoneType', 'appeal-upheld', 'c5', { chain: viaLegalTeam }],
      ['authority', '@appeals-court', 'c5', { chain: viaLegalTeam }],
      ['sentenceLength', '8 years', 'c5:the eight years', { chain: viaLegalTeam }],
      ['outcome', 'The sentence stands and is to be enforced soon', 'c5', { chain: viaLegalTeam }],
    ],
  },
  {
    key: 'rasoulof-flight',
    kind: 'milestone',
    facts: [
      ['person', '@rasoulof', 'c7', { chain: viaLetter }],
      ['milestoneType', 'flight', 'c7', { chain: viaLetter }],
      ['description', 'Left Iran in secret, without a passport', 'c7', { chain: viaLetter }],
      ['concernsWork', '@rasoulof-film', 'c6', { chain: viaLetter }],
      [
        'date',
        'before June 2024',
        '',
        {
          proposed: true,
          certainty: 'possible',
          reason: 'From memory; the report bears no day. Find a dated source.',
        },
      ],
    ],
  },
  {
    key: 'salehi-sentence',
    kind: 'milestone',
    facts: [
      ['person', '@salehi', 'c8', { chain: viaLetter }],
      ['milestoneType', 'sentence', 'c8', { chain: viaLetter }],
      ['sentenceType', 'death', 'c8', { chain: viaLetter }],
    ],
  },
];

export const happenings: readonly SampleEntity[] = [...events, ...interventions, ...milestones];
