import { ownTerms } from './rows.ts';

/** What a claim rests on. */
export const claimBasisTerms = ownTerms([
  { code: 'quoted', en: 'Quoted words', fr: 'Paroles citées', fa: 'نقل‌قول مستقیم' },
  {
    code: 'seen',
    en: 'Seen or heard in a picture or recording',
    fr: 'Vu ou entendu dans une image ou un enregistrement',
    fa: 'دیده یا شنیده‌شده در تصویر یا صدا',
  },
  { code: 'coded', en: 'Coded from the words', fr: 'Codé d’après le texte', fa: 'برداشت از متن' },
  { code: 'inferred', en: 'Inferred', fr: 'Déduit', fa: 'استنباط‌شده' },
  { code: 'editorial', en: 'Editorial', fr: 'Rédactionnel', fa: 'نوشتهٔ تحریریه' },
]);

/** Why a claim is withdrawn or an edition removed; only the class is ever published. */
export const withdrawalReasonTerms = ownTerms([
  { code: 'error', en: 'It was wrong', fr: 'Erreur', fa: 'اشتباه بود' },
  {
    code: 'source-withdrawn',
    en: 'The source was withdrawn or discredited',
    fr: 'La source a été retirée ou discréditée',
    fa: 'منبع پس گرفته شد یا از اعتبار افتاد',
  },
  {
    code: 'superseded',
    en: 'Replaced by a better one',
    fr: 'Remplacé par mieux',
    fa: 'با مورد بهتری جایگزین شد',
  },
  {
    code: 'duplicate',
    en: 'Already recorded elsewhere',
    fr: 'Déjà consigné ailleurs',
    fa: 'پیش‌تر ثبت شده بود',
  },
  {
    code: 'consent-withdrawn',
    en: 'Consent was withdrawn',
    fr: 'Consentement retiré',
    fa: 'رضایت پس گرفته شد',
  },
  {
    code: 'safety',
    en: 'It put someone in danger',
    fr: 'Danger pour quelqu’un',
    fa: 'کسی را به خطر می‌انداخت',
  },
  { code: 'legal', en: 'A legal obligation', fr: 'Obligation légale', fa: 'الزام قانونی' },
  {
    code: 'erasure',
    en: 'The person asked for erasure',
    fr: 'Effacement demandé par la personne',
    fa: 'خود شخص خواستار حذف شد',
  },
  {
    code: 'out-of-scope',
    en: 'It does not belong in this record',
    fr: 'Hors du champ de ce registre',
    fa: 'خارج از موضوع این مجموعه است',
  },
  { code: 'other', en: 'Another reason', fr: 'Autre motif', fa: 'دلیل دیگر' },
]);

/** Who may see it, from the narrowest circle to the widest. */
export const audienceTerms = ownTerms([
  { code: 'team', en: 'The team', fr: 'L’équipe', fa: 'تیم ما' },
  {
    code: 'partner',
    en: 'A partner organisation',
    fr: 'Une organisation partenaire',
    fa: 'سازمان همکار',
  },
  {
    code: 'un-confidential',
    en: 'United Nations, in confidence',
    fr: 'Nations unies, à titre confidentiel',
    fa: 'سازمان ملل، محرمانه',
  },
  {
    code: 'un-government',
    en: 'The government, through the United Nations',
    fr: 'Le gouvernement, par l’intermédiaire des Nations unies',
    fa: 'دولت، از راه سازمان ملل',
  },
  {
    code: 'statistics',
    en: 'The public, as a number only',
    fr: 'Le public, comme chiffre seulement',
    fa: 'عموم، تنها به صورت آمار',
  },
  {
    code: 'public-initials',
    en: 'The public, initials only',
    fr: 'Le public, initiales seulement',
    fa: 'عموم، تنها با حروف اول نام',
  },
  { code: 'public', en: 'The public, named', fr: 'Le public, avec le nom', fa: 'عموم، با ذکر نام' },
]);

/** On what footing something about a person is published. */
export const publicationBasisTerms = ownTerms([
  {
    code: 'consent',
    en: 'Consent of the person',
    fr: 'Consentement de la personne',
    fa: 'رضایت خود شخص',
  },
  {
    code: 'family-consent',
    en: 'Consent of the family',
    fr: 'Consentement de la famille',
    fa: 'رضایت خانواده',
  },
  {
    code: 'public-by-person',
    en: 'Already made public by the person',
    fr: 'Déjà rendu public par la personne',
    fa: 'پیش‌تر به دست خود شخص علنی شده است',
  },
  {
    code: 'official-acting',
    en: 'An official acting as such',
    fr: 'Un agent public dans ses fonctions',
    fa: 'مقام رسمی در مقام انجام وظیفه',
  },
  {
    code: 'public-interest',
    en: 'Public interest, with reasons',
    fr: 'Intérêt public motivé',
    fa: 'منفعت عمومی، با ذکر دلیل',
  },
]);

/** How great the risk is to anyone concerned. */
export const riskLevelTerms = ownTerms([
  { code: 'low', en: 'Low', fr: 'Faible', fa: 'کم' },
  { code: 'medium', en: 'Medium', fr: 'Moyen', fa: 'متوسط' },
  { code: 'high', en: 'High', fr: 'Élevé', fa: 'زیاد' },
  { code: 'critical', en: 'Critical', fr: 'Critique', fa: 'بحرانی' },
]);

export const answerTerms = ownTerms([
  { code: 'yes', en: 'Yes', fr: 'Oui', fa: 'بله' },
  { code: 'no', en: 'No', fr: 'Non', fa: 'خیر' },
]);
