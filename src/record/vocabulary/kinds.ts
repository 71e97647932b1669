import type { Labels } from './labels.ts';

export const kindCodes = [
  'person',
  'group',
  'work',
  'place',
  'event',
  'act',
  'involvement',
  'intervention',
  'milestone',
  'relation',
] as const;
export type KindCode = (typeof kindCodes)[number];

/** A kind of entity, in the meaning of the HURIDOCS Events Standard Formats. */
export interface Kind {
  readonly code: KindCode;
  /** First two digits of the record's field numbers in the Events Standard Formats; absent where they have no such record. */
  readonly huridocs?: string;
  /** FollowTheMoney schema under which an entity of this kind leaves the house. */
  readonly ftm: string;
  readonly labels: Labels;
  readonly plural: Labels;
  /**
   * How an entity is called: alternatives in order, each a list of property codes whose shown
   * values are put side by side. The first alternative with a value for each of its parts wins.
   */
  readonly caption: readonly (readonly string[])[];
  /**
   * How it is called at work, where that says more than readers are told; `kind` stands for the name of the
   * kind. In place of `caption`.
   */
  readonly workingCaption?: readonly (readonly string[])[];
  /** What it is called when only the act it belongs to is known: `{of}` stands for that act. */
  readonly calledAfter?: Labels;
}

export const kinds: readonly Kind[] = [
  {
    code: 'person',
    huridocs: '09',
    ftm: 'Person',
    labels: { en: 'Person', fr: 'Personne', fa: 'شخص' },
    plural: { en: 'People', fr: 'Personnes', fa: 'اشخاص' },
    caption: [['name'], ['otherName'], ['description']],
  },
  {
    code: 'group',
    huridocs: '09',
    ftm: 'Organization',
    labels: { en: 'Group', fr: 'Groupe', fa: 'گروه یا نهاد' },
    plural: { en: 'Groups', fr: 'Groupes', fa: 'گروه‌ها و نهادها' },
    caption: [['name'], ['otherName'], ['description'], ['groupType']],
  },
  {
    code: 'work',
    ftm: 'Project',
    labels: { en: 'Work', fr: 'Œuvre', fa: 'اثر' },
    plural: { en: 'Works', fr: 'Œuvres', fa: 'آثار' },
    caption: [['title'], ['otherTitle'], ['description'], ['workType', 'director']],
  },
  {
    code: 'place',
    ftm: 'Address',
    labels: { en: 'Place', fr: 'Lieu', fa: 'مکان' },
    plural: { en: 'Places', fr: 'Lieux', fa: 'مکان‌ها' },
    caption: [['name'], ['otherName'], ['placeType', 'within'], ['description']],
  },
  {
    code: 'event',
    huridocs: '01',
    ftm: 'Event',
    labels: { en: 'Event', fr: 'Événement', fa: 'رویداد' },
    plural: { en: 'Events', fr: 'Événements', fa: 'رویدادها' },
    caption: [['title'], ['description'], ['place', 'startDate']],
  },
  {
    code: 'act',
    huridocs: '21',
    ftm: 'Event',
    labels: { en: 'Act', fr: 'Acte', fa: 'اقدام' },
    plural: { en: 'Acts', fr: 'Actes', fa: 'اقدام‌ها' },
    caption: [
      ['actType', 'victim'],
      ['actType', 'affectedWork'],
      ['actType', 'affectedPlace'],
      ['actType'],
    ],
  },
  {
    code: 'involvement',
    huridocs: '24',
    ftm: 'UnknownLink',
    labels: { en: 'Involvement', fr: 'Implication', fa: 'دخالت' },
    plural: { en: 'Involvements', fr: 'Implications', fa: 'دخالت‌ها' },
    caption: [
      ['perpetrator', 'involvementDegree'],
      ['perpetrator'],
      ['perpetratorType', 'involvementDegree'],
      ['perpetratorType'],
      ['act'],
    ],
    calledAfter: {
      en: 'Involvement in “{of}”',
      fr: 'Implication dans «\u00a0{of}\u00a0»',
      fa: 'دخالت در «{of}»',
    },
  },
  {
    code: 'intervention',
    huridocs: '26',
    ftm: 'Event',
    labels: { en: 'Intervention', fr: 'Intervention', fa: 'کنش حمایتی' },
    plural: { en: 'Interventions', fr: 'Interventions', fa: 'کنش‌های حمایتی' },
    caption: [['title'], ['interventionType', 'intervener'], ['interventionType']],
  },
  {
    code: 'milestone',
    ftm: 'Event',
    labels: { en: 'Judicial milestone', fr: 'Étape judiciaire', fa: 'مرحلهٔ قضایی' },
    plural: { en: 'Judicial milestones', fr: 'Étapes judiciaires', fa: 'مراحل قضایی' },
    caption: [['milestoneType', 'person'], ['milestoneType']],
    workingCaption: [
      ['milestoneType', 'person', 'sentenceLength'],
      ['milestoneType', 'person'],
      ['milestoneType', 'sentenceLength'],
      ['milestoneType'],
      ['kind', 'person', 'sentenceLength'],
      ['kind', 'person'],
      ['kind', 'sentenceLength'],
      ['kind', 'sentenceType'],
      ['kind', 'charge'],
      ['kind', 'relatedAct'],
      ['kind', 'authority'],
    ],
  },
  {
    code: 'relation',
    huridocs: '23',
    ftm: 'UnknownLink',
    labels: { en: 'Relation', fr: 'Relation', fa: 'رابطه' },
    plural: { en: 'Relations', fr: 'Relations', fa: 'رابطه‌ها' },
    caption: [
      ['person', 'relationshipType', 'relatedTo'],
      ['person', 'role', 'relatedTo'],
      ['person', 'relatedTo'],
    ],
  },
];

const kindsByCode: ReadonlyMap<string, Kind> = new Map(kinds.map((entry) => [entry.code, entry]));

/** The kind of that code. Every `KindCode` has one; any other string reads `undefined`. */
export function kind(code: KindCode): Kind;
export function kind(code: string): Kind | undefined;
export function kind(code: string): Kind | undefined {
  return kindsByCode.get(code);
}
