import type { Term } from '../vocabulary.ts';
import { ownTerms, type OwnRow } from './rows.ts';

/**
 * State in which a milestone leaves the person, where it leaves no doubt. It is the state as of the
 * milestone's day: a reader is told "last reported", never "now".
 */
export const custodyStates = [
  'in-custody',
  'confined-at-home',
  'restricted',
  'on-leave',
  'released-conditionally',
  'free',
  'abroad',
  'missing',
  'dead',
] as const;
export type CustodyState = (typeof custodyStates)[number];

export interface MilestoneTerm extends Term {
  /** Usual place in the course of proceedings, from 1; breaks ties between milestones of one day. */
  readonly order: number;
  readonly effect?: CustodyState;
}

interface MilestoneRow extends OwnRow {
  readonly effect?: CustodyState;
}

const rows: readonly MilestoneRow[] = [
  { code: 'summons', en: 'Summons', fr: 'Convocation', fa: 'احضار' },
  { code: 'interrogation', en: 'Interrogation', fr: 'Interrogatoire', fa: 'بازجویی' },
  {
    code: 'search',
    en: 'Search or seizure',
    fr: 'Perquisition ou saisie',
    fa: 'بازرسی یا توقیف اموال',
  },
  { code: 'arrest', effect: 'in-custody', en: 'Arrest', fr: 'Arrestation', fa: 'دستگیری' },
  {
    code: 'disappearance',
    effect: 'missing',
    en: 'Disappearance',
    fr: 'Disparition',
    fa: 'ناپدیدشدن',
  },
  {
    code: 'incommunicado',
    effect: 'in-custody',
    en: 'Incommunicado detention',
    fr: 'Mise au secret',
    fa: 'بازداشت بدون ارتباط با بیرون',
  },
  { code: 'charge', en: 'Charge', fr: 'Inculpation', fa: 'تفهیم اتهام' },
  { code: 'bail-set', en: 'Bail set', fr: 'Caution fixée', fa: 'صدور قرار وثیقه' },
  { code: 'bail-paid', en: 'Bail paid', fr: 'Caution versée', fa: 'تودیع وثیقه' },
  {
    code: 'release-on-bail',
    effect: 'released-conditionally',
    en: 'Release on bail',
    fr: 'Libération sous caution',
    fa: 'آزادی به قید وثیقه',
  },
  {
    code: 'pretrial-detention',
    effect: 'in-custody',
    en: 'Pre-trial detention ordered',
    fr: 'Détention provisoire ordonnée',
    fa: 'صدور قرار بازداشت موقت',
  },
  {
    code: 'detention-extended',
    effect: 'in-custody',
    en: 'Detention extended',
    fr: 'Détention prolongée',
    fa: 'تمدید قرار بازداشت',
  },
  {
    code: 'house-arrest',
    effect: 'confined-at-home',
    en: 'House arrest',
    fr: 'Assignation à résidence',
    fa: 'حصر خانگی',
  },
  { code: 'travel-ban', en: 'Travel ban', fr: 'Interdiction de voyager', fa: 'ممنوع‌الخروجی' },
  {
    code: 'passport-confiscated',
    en: 'Passport confiscated',
    fr: 'Passeport confisqué',
    fa: 'ضبط گذرنامه',
  },
  { code: 'indictment', en: 'Indictment', fr: 'Mise en accusation', fa: 'صدور کیفرخواست' },
  {
    code: 'proceedings-stopped',
    en: 'Proceedings stopped',
    fr: 'Classement ou non-lieu',
    fa: 'قرار منع یا موقوفی تعقیب',
  },
  {
    code: 'hearing-scheduled',
    en: 'Hearing scheduled',
    fr: 'Audience fixée',
    fa: 'تعیین وقت رسیدگی',
  },
  { code: 'hearing-held', en: 'Hearing held', fr: 'Audience tenue', fa: 'برگزاری جلسهٔ دادگاه' },
  {
    code: 'hearing-closed',
    parent: 'hearing-held',
    en: 'Hearing behind closed doors',
    fr: 'Audience à huis clos',
    fa: 'جلسهٔ غیرعلنی دادگاه',
  },
  {
    code: 'hearing-adjourned',
    en: 'Hearing adjourned',
    fr: 'Audience reportée',
    fa: 'تعویق جلسهٔ دادگاه',
  },
  { code: 'verdict', en: 'Verdict', fr: 'Verdict', fa: 'صدور رأی' },
  { code: 'acquittal', parent: 'verdict', en: 'Acquittal', fr: 'Acquittement', fa: 'رأی برائت' },
  {
    code: 'conviction',
    parent: 'verdict',
    en: 'Conviction',
    fr: 'Déclaration de culpabilité',
    fa: 'محکومیت',
  },
  { code: 'sentence', en: 'Sentence', fr: 'Prononcé de la peine', fa: 'صدور حکم' },
  { code: 'appeal-filed', en: 'Appeal filed', fr: 'Appel interjeté', fa: 'ثبت درخواست تجدیدنظر' },
  {
    code: 'appeal-decided',
    en: 'Appeal decided',
    fr: 'Décision d’appel',
    fa: 'رأی دادگاه تجدیدنظر',
  },
  {
    code: 'appeal-upheld',
    parent: 'appeal-decided',
    en: 'Sentence upheld on appeal',
    fr: 'Peine confirmée en appel',
    fa: 'تأیید حکم در تجدیدنظر',
  },
  {
    code: 'appeal-reduced',
    parent: 'appeal-decided',
    en: 'Sentence reduced on appeal',
    fr: 'Peine réduite en appel',
    fa: 'کاهش مجازات در تجدیدنظر',
  },
  {
    code: 'appeal-increased',
    parent: 'appeal-decided',
    en: 'Sentence increased on appeal',
    fr: 'Peine aggravée en appel',
    fa: 'تشدید مجازات در تجدیدنظر',
  },
  {
    code: 'appeal-quashed',
    parent: 'appeal-decided',
    en: 'Sentence quashed on appeal',
    fr: 'Peine annulée en appel',
    fa: 'نقض حکم در تجدیدنظر',
  },
  {
    code: 'cassation',
    en: 'Supreme court or cassation',
    fr: 'Cassation',
    fa: 'فرجام‌خواهی در دیوان عالی کشور',
  },
  { code: 'retrial', en: 'Retrial', fr: 'Nouveau procès', fa: 'اعادهٔ دادرسی' },
  {
    code: 'enforcement-summons',
    en: 'Summons to serve the sentence',
    fr: 'Convocation pour exécution de la peine',
    fa: 'احضار برای اجرای حکم',
  },
  {
    code: 'imprisonment-begins',
    effect: 'in-custody',
    en: 'Imprisonment begins',
    fr: 'Début de l’emprisonnement',
    fa: 'آغاز اجرای حکم حبس',
  },
  {
    code: 'flogging-carried-out',
    en: 'Flogging carried out',
    fr: 'Flagellation exécutée',
    fa: 'اجرای حکم شلاق',
  },
  {
    code: 'confiscation-carried-out',
    en: 'Confiscation carried out',
    fr: 'Confiscation exécutée',
    fa: 'اجرای حکم مصادرهٔ اموال',
  },
  {
    code: 'internal-exile-begins',
    effect: 'restricted',
    en: 'Internal exile begins',
    fr: 'Début de la relégation',
    fa: 'آغاز تبعید داخلی',
  },
  {
    code: 'transfer',
    effect: 'in-custody',
    en: 'Transfer',
    fr: 'Transfèrement',
    fa: 'انتقال به زندان یا بند دیگر',
  },
  { code: 'hunger-strike', en: 'Hunger strike', fr: 'Grève de la faim', fa: 'اعتصاب غذا' },
  { code: 'hospital', en: 'Taken to hospital', fr: 'Hospitalisation', fa: 'انتقال به بیمارستان' },
  {
    code: 'leave-begins',
    effect: 'on-leave',
    en: 'Leave begins',
    fr: 'Début de permission',
    fa: 'آغاز مرخصی',
  },
  {
    code: 'medical-leave',
    parent: 'leave-begins',
    effect: 'on-leave',
    en: 'Medical leave',
    fr: 'Permission médicale',
    fa: 'مرخصی درمانی',
  },
  {
    code: 'leave-ends',
    effect: 'in-custody',
    en: 'Return from leave',
    fr: 'Retour de permission',
    fa: 'بازگشت از مرخصی',
  },
  {
    code: 'additional-case',
    en: 'Additional case opened',
    fr: 'Nouvelle affaire ouverte',
    fa: 'تشکیل پروندهٔ تازه',
  },
  { code: 'pardon', en: 'Pardon', fr: 'Grâce', fa: 'عفو' },
  { code: 'commutation', en: 'Commutation', fr: 'Commutation de peine', fa: 'تخفیف مجازات' },
  {
    code: 'conditional-release',
    effect: 'released-conditionally',
    en: 'Conditional release',
    fr: 'Libération conditionnelle',
    fa: 'آزادی مشروط',
  },
  {
    code: 'electronic-tag',
    effect: 'restricted',
    en: 'Electronic monitoring',
    fr: 'Surveillance électronique',
    fa: 'پابند الکترونیکی',
  },
  { code: 'release', effect: 'free', en: 'Release', fr: 'Libération', fa: 'آزادی' },
  { code: 'ban-lifted', en: 'Ban lifted', fr: 'Interdiction levée', fa: 'رفع ممنوعیت' },
  {
    code: 'flight',
    effect: 'abroad',
    en: 'Flight into exile',
    fr: 'Fuite en exil',
    fa: 'خروج ناگزیر از کشور',
  },
  {
    code: 'asylum',
    effect: 'abroad',
    en: 'Asylum granted',
    fr: 'Asile accordé',
    fa: 'پذیرش پناهندگی',
  },
  {
    code: 'extradition-request',
    en: 'Extradition request or international notice',
    fr: 'Demande d’extradition ou avis international',
    fa: 'درخواست استرداد یا اعلان بین‌المللی',
  },
  {
    code: 'extradition',
    effect: 'in-custody',
    en: 'Extradition',
    fr: 'Extradition',
    fa: 'استرداد',
  },
  { code: 'execution', effect: 'dead', en: 'Execution', fr: 'Exécution', fa: 'اجرای حکم اعدام' },
  {
    code: 'death-in-custody',
    effect: 'dead',
    en: 'Death in custody',
    fr: 'Mort en détention',
    fa: 'مرگ در بازداشت',
  },
];

/** Judicial milestones in the usual course of proceedings. */
export const milestoneTerms: readonly MilestoneTerm[] = ownTerms(rows).map((entry, index) => {
  const effect = rows[index]?.effect;
  return { ...entry, order: index + 1, ...(effect === undefined ? {} : { effect }) };
});

const milestonesByCode: ReadonlyMap<string, MilestoneTerm> = new Map(
  milestoneTerms.map((entry) => [entry.code, entry]),
);

/** The milestone of that code, with its order and effect; `undefined` for terms added by an administrator. */
export function milestone(code: string): MilestoneTerm | undefined {
  return milestonesByCode.get(code);
}

/** Penalties of a sentence. */
export const sentenceTypeTerms = ownTerms([
  { code: 'prison', en: 'Prison', fr: 'Emprisonnement', fa: 'حبس' },
  {
    code: 'life',
    parent: 'prison',
    en: 'Life imprisonment',
    fr: 'Réclusion à perpétuité',
    fa: 'حبس ابد',
  },
  { code: 'flogging', en: 'Flogging', fr: 'Flagellation', fa: 'شلاق' },
  { code: 'fine', en: 'Fine', fr: 'Amende', fa: 'جزای نقدی' },
  {
    code: 'confiscation',
    en: 'Confiscation of property',
    fr: 'Confiscation de biens',
    fa: 'مصادرهٔ اموال',
  },
  {
    code: 'travel-ban',
    en: 'Travel ban',
    fr: 'Interdiction de voyager',
    fa: 'ممنوعیت خروج از کشور',
  },
  { code: 'work-ban', en: 'Ban on working', fr: 'Interdiction d’exercer', fa: 'ممنوعیت از اشتغال' },
  {
    code: 'social-media-ban',
    en: 'Ban on online activity',
    fr: 'Interdiction d’activité en ligne',
    fa: 'ممنوعیت فعالیت در فضای مجازی',
  },
  {
    code: 'association-ban',
    en: 'Ban on membership of groups',
    fr: 'Interdiction d’appartenir à des groupes',
    fa: 'ممنوعیت عضویت در گروه‌ها',
  },
  {
    code: 'passport-withdrawal',
    en: 'Withdrawal of passport',
    fr: 'Retrait du passeport',
    fa: 'ابطال گذرنامه',
  },
  {
    code: 'internal-exile',
    en: 'Internal exile',
    fr: 'Relégation',
    fa: 'اقامت اجباری یا تبعید داخلی',
  },
  { code: 'banishment', en: 'Expulsion from the country', fr: 'Bannissement', fa: 'اخراج از کشور' },
  {
    code: 'community-service',
    en: 'Community service',
    fr: 'Travail d’intérêt général',
    fa: 'خدمات عمومی رایگان',
  },
  {
    code: 'course',
    en: 'Compulsory course or pledge',
    fr: 'Stage ou engagement obligatoire',
    fa: 'گذراندن دورهٔ اجباری یا سپردن تعهد',
  },
  {
    code: 'publication-of-verdict',
    en: 'Publication of the judgment',
    fr: 'Publication du jugement',
    fa: 'انتشار حکم در رسانه‌ها',
  },
  {
    code: 'loss-of-rights',
    en: 'Loss of civic rights',
    fr: 'Privation de droits civiques',
    fa: 'محرومیت از حقوق اجتماعی',
  },
  {
    code: 'citizenship-withdrawal',
    en: 'Withdrawal of citizenship',
    fr: 'Déchéance de nationalité',
    fa: 'سلب تابعیت',
  },
  { code: 'death', en: 'Death', fr: 'Mort', fa: 'اعدام' },
  { code: 'other', en: 'Other penalty', fr: 'Autre peine', fa: 'مجازات دیگر' },
]);
