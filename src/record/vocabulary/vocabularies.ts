import { actTerms } from './terms/acts.ts';
import { countingUnitTerms, eventChainTerms, relationshipTerms } from './terms/connections.ts';
import { groupTypeTerms, placeTypeTerms } from './terms/groups-and-places.ts';
import {
  impactTerms,
  interventionStatusTerms,
  interventionTypeTerms,
  priorityTerms,
  responseTerms,
} from './terms/interventions.ts';
import { locationTypeTerms } from './terms/locations.ts';
import { milestoneTerms, sentenceTypeTerms } from './terms/milestones.ts';
import { occupationTerms } from './terms/occupations.ts';
import {
  involvementDegreeTerms,
  perpetratorStatusTerms,
  perpetratorTypeTerms,
} from './terms/perpetrators.ts';
import {
  answerTerms,
  audienceTerms,
  claimBasisTerms,
  publicationBasisTerms,
  riskLevelTerms,
  withdrawalReasonTerms,
} from './terms/publication.ts';
import { rightTerms } from './terms/rights.ts';
import {
  certaintyTerms,
  materialTypeTerms,
  reliabilityTerms,
  sourceConnectionTerms,
  violationStatusTerms,
} from './terms/sources.ts';
import {
  detentionTypeTerms,
  officialAttributionTerms,
  sexTerms,
  victimStatusTerms,
  whereaboutsTerms,
} from './terms/victims.ts';
import { workTypeTerms } from './terms/works.ts';
import type { Term, Vocabulary, VocabularyCode } from './vocabulary.ts';

/** Every vocabulary the house ships with. Administrators add terms beside these; they do not change them. */
export const vocabularies: readonly Vocabulary[] = [
  {
    code: 'acts',
    microThesaurus: 4,
    labels: { en: 'Types of acts', fr: 'Types d’actes', fa: 'انواع اقدام' },
    terms: actTerms,
  },
  {
    code: 'occupations',
    microThesaurus: 10,
    labels: { en: 'Occupations', fr: 'Professions', fa: 'مشاغل' },
    terms: occupationTerms,
  },
  {
    code: 'perpetrator-types',
    microThesaurus: 24,
    labels: { en: 'Types of perpetrators', fr: 'Types d’auteurs', fa: 'انواع عاملان' },
    terms: perpetratorTypeTerms,
  },
  {
    code: 'involvement-degrees',
    microThesaurus: 18,
    labels: { en: 'Degrees of involvement', fr: 'Degrés d’implication', fa: 'میزان دخالت' },
    terms: involvementDegreeTerms,
  },
  {
    code: 'perpetrator-statuses',
    microThesaurus: 26,
    labels: { en: 'Status of perpetrators', fr: 'Situations des auteurs', fa: 'وضعیت‌های عاملان' },
    terms: perpetratorStatusTerms,
  },
  {
    code: 'victim-statuses',
    microThesaurus: 25,
    labels: { en: 'States of victims', fr: 'Situations des victimes', fa: 'وضعیت‌های قربانیان' },
    terms: victimStatusTerms,
  },
  {
    code: 'official-attributions',
    microThesaurus: 28,
    labels: { en: 'Official responses', fr: 'Positions officielles', fa: 'واکنش‌های رسمی' },
    terms: officialAttributionTerms,
  },
  {
    code: 'detention-types',
    microThesaurus: 29,
    labels: { en: 'Types of detention', fr: 'Types de détention', fa: 'انواع بازداشت' },
    terms: detentionTypeTerms,
  },
  {
    code: 'whereabouts',
    microThesaurus: 30,
    labels: {
      en: 'Whereabouts and contact',
      fr: 'Localisation et contacts',
      fa: 'محل نگهداری و تماس',
    },
    terms: whereaboutsTerms,
  },
  {
    code: 'intervention-types',
    microThesaurus: 20,
    labels: { en: 'Types of intervention', fr: 'Types d’intervention', fa: 'انواع کنش حمایتی' },
    terms: interventionTypeTerms,
  },
  {
    code: 'responses',
    microThesaurus: 27,
    labels: { en: 'Responses', fr: 'Réponses', fa: 'پاسخ‌ها' },
    terms: responseTerms,
  },
  {
    code: 'impacts',
    microThesaurus: 44,
    labels: { en: 'Impacts', fr: 'Effets', fa: 'انواع اثرگذاری' },
    terms: impactTerms,
  },
  {
    code: 'intervention-statuses',
    microThesaurus: 45,
    labels: {
      en: 'States of interventions',
      fr: 'États des interventions',
      fa: 'وضعیت‌های کنش حمایتی',
    },
    terms: interventionStatusTerms,
  },
  {
    code: 'priorities',
    microThesaurus: 46,
    labels: { en: 'Priorities', fr: 'Priorités', fa: 'اولویت‌ها' },
    terms: priorityTerms,
  },
  {
    code: 'relationships',
    microThesaurus: 21,
    labels: { en: 'Relationships', fr: 'Liens', fa: 'انواع رابطه' },
    terms: relationshipTerms,
  },
  {
    code: 'event-chains',
    microThesaurus: 22,
    labels: { en: 'Chains of events', fr: 'Enchaînements d’événements', fa: 'زنجیرهٔ رویدادها' },
    terms: eventChainTerms,
  },
  {
    code: 'counting-units',
    microThesaurus: 7,
    labels: { en: 'Counting units', fr: 'Unités de compte', fa: 'واحدهای شمارش' },
    terms: countingUnitTerms,
  },
  {
    code: 'material-types',
    microThesaurus: 16,
    labels: { en: 'Types of material', fr: 'Types de documents', fa: 'انواع مدرک' },
    terms: materialTypeTerms,
  },
  {
    code: 'source-connections',
    microThesaurus: 19,
    labels: { en: 'Connections of sources', fr: 'Liens des sources', fa: 'نسبت منبع با رویداد' },
    terms: sourceConnectionTerms,
  },
  {
    code: 'certainties',
    microThesaurus: 41,
    labels: { en: 'Certainty', fr: 'Certitude', fa: 'میزان اطمینان' },
    terms: certaintyTerms,
  },
  {
    code: 'violation-statuses',
    microThesaurus: 41,
    labels: { en: 'Status of violations', fr: 'Statuts des violations', fa: 'وضعیت احراز نقض حق' },
    terms: violationStatusTerms,
  },
  {
    code: 'reliabilities',
    microThesaurus: 42,
    labels: { en: 'Reliability', fr: 'Fiabilité', fa: 'میزان اعتبار منبع' },
    terms: reliabilityTerms,
  },
  {
    code: 'location-types',
    microThesaurus: 17,
    labels: { en: 'Types of locations', fr: 'Types de lieux', fa: 'انواع محل وقوع' },
    terms: locationTypeTerms,
  },
  {
    code: 'sexes',
    microThesaurus: 39,
    labels: { en: 'Sex', fr: 'Sexe', fa: 'جنسیت' },
    terms: sexTerms,
  },
  {
    code: 'rights',
    microThesaurus: 3,
    labels: { en: 'Rights', fr: 'Droits', fa: 'حقوق' },
    terms: rightTerms,
  },
  {
    code: 'work-types',
    labels: { en: 'Types of works', fr: 'Types d’œuvres', fa: 'انواع اثر' },
    terms: workTypeTerms,
  },
  {
    code: 'group-types',
    labels: { en: 'Types of groups', fr: 'Types de groupes', fa: 'انواع گروه و نهاد' },
    terms: groupTypeTerms,
  },
  {
    code: 'place-types',
    labels: { en: 'Types of places', fr: 'Types d’endroits', fa: 'انواع مکان' },
    terms: placeTypeTerms,
  },
  {
    code: 'milestones',
    labels: { en: 'Judicial milestones', fr: 'Étapes judiciaires', fa: 'مراحل قضایی' },
    terms: milestoneTerms,
  },
  {
    code: 'sentence-types',
    labels: { en: 'Types of sentence', fr: 'Types de peines', fa: 'انواع مجازات' },
    terms: sentenceTypeTerms,
  },
  {
    code: 'claim-bases',
    labels: { en: 'Bases of claims', fr: 'Fondements des assertions', fa: 'مبناهای گزاره' },
    terms: claimBasisTerms,
  },
  {
    code: 'withdrawal-reasons',
    labels: { en: 'Reasons for withdrawal', fr: 'Motifs de retrait', fa: 'دلایل پس‌گرفتن' },
    terms: withdrawalReasonTerms,
  },
  {
    code: 'audiences',
    labels: { en: 'Audiences', fr: 'Publics', fa: 'مخاطبان' },
    terms: audienceTerms,
  },
  {
    code: 'publication-bases',
    labels: {
      en: 'Bases of publication',
      fr: 'Fondements de la publication',
      fa: 'مبناهای انتشار',
    },
    terms: publicationBasisTerms,
  },
  {
    code: 'risk-levels',
    labels: { en: 'Risk levels', fr: 'Niveaux de risque', fa: 'سطوح خطر' },
    terms: riskLevelTerms,
  },
  {
    code: 'answers',
    labels: { en: 'Answers', fr: 'Réponses fermées', fa: 'پاسخ بله یا خیر' },
    terms: answerTerms,
  },
];

const vocabulariesByCode: ReadonlyMap<string, Vocabulary> = new Map(
  vocabularies.map((entry) => [entry.code, entry]),
);
const termsByVocabulary: ReadonlyMap<string, ReadonlyMap<string, Term>> = new Map(
  vocabularies.map((entry) => [
    entry.code,
    new Map(entry.terms.map((member) => [member.code, member])),
  ]),
);

/** The vocabulary of that name. Every `VocabularyCode` has one; any other string reads `undefined`. */
export function vocabulary(code: VocabularyCode): Vocabulary;
export function vocabulary(code: string): Vocabulary | undefined;
export function vocabulary(code: string): Vocabulary | undefined {
  return vocabulariesByCode.get(code);
}

/** The shipped term of that code, or `undefined`: terms added by an administrator live in the database. */
export function term(vocabularyCode: VocabularyCode, code: string): Term | undefined {
  return termsByVocabulary.get(vocabularyCode)?.get(code);
}

/** The terms that are wider than this one, nearest first. */
export function widerTerms(vocabularyCode: VocabularyCode, code: string): readonly Term[] {
  const wider: Term[] = [];
  let parent = term(vocabularyCode, code)?.parent;
  while (parent !== undefined) {
    const next = term(vocabularyCode, parent);
    if (next === undefined) break;
    wider.push(next);
    parent = next.parent;
  }
  return wider;
}
