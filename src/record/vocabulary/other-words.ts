import type { VocabularyCode } from './vocabulary.ts';

// What sources call a thing that the vocabulary calls otherwise, by vocabulary and code; the words of
// the three languages together, because a source may be in any of them. They are only searched.
const words: Readonly<Partial<Record<VocabularyCode, Readonly<Record<string, string>>>>> = {
  acts: {
    '010101000000': 'killed, shot dead, assassinated; tué, abattu, assassiné; کشته شد، ترور',
    '010101010000': 'executed, execution; exécuté; اعدام',
    '010101020000': 'executed, shot, lynched; exécuté; اعدام',
    '010101030000': 'executed, hanged, hanging; exécuté, pendu; اعدام، به دار آویخته',
    '010101050000': 'killed, murdered, stabbed; assassiné, poignardé; به قتل رسید',
    '010105020000': 'bombed, shelled, air strike; bombardé; بمباران',
    '010105010000':
      'shot, shot dead, shooting, live fire, gunfire, killed, protester; abattu, tir, manifestant; تیراندازی، شلیک، معترض کشته',
    '010106010000': 'died in prison, died in detention; mort en prison; مرگ در زندان',
    '010109000000': 'shot at, stabbed, attempt; tentative; سوءقصد',
    '020101000000': 'beaten, attacked, injured, wounded; battu, agressé, blessé; ضرب و شتم، زخمی',
    '020103000000': 'pressure, threatened; pression, menacé; تهدید، فشار',
    '020111800000': 'lashes, whipping, lashed; coups de fouet; تازیانه، ضربهٔ شلاق',
    '030101000000': 'arrested, detained, seized; arrêté, interpellé; بازداشت، دستگیر',
    '030102000000': 'jailed, imprisoned, prison, custody; emprisonné, détenu; زندانی، حبس، بازداشت',
    '030103000000': 'disappeared, missing; disparu; ناپدید',
    '030104000000': 'kidnapped; enlevé; ربوده',
    '030180000000': 'summoned; convoqué; احضار',
    '030181000000': 'questioned, interrogated; interrogé; بازجویی',
    '040101000000': 'raided, house search; perquisition, descente; تفتیش، یورش',
    '050106800000': 'travel ban, barred from leaving; interdiction de sortie; ممنوع‌الخروج',
    '050106810000': 'passport taken, passport seized; passeport confisqué; ضبط گذرنامه',
    '050102800000': 'fled, escaped, left the country; a fui; فرار، گریخت',
    '090180000000': 'internet blackout, internet cut; coupure d’internet; قطع اینترنت',
    '130107000000': 'confiscated, seized; confisqué, saisi; مصادره، ضبط',
    '150103000000': 'banned from working, work ban; interdit de travail; ممنوع‌الکار',
    '350118800000': 'confession under duress; aveux forcés; اعتراف اجباری',
    '350181000000': 'sentenced, convicted, years in prison; condamné; محکوم، حکم زندان',
  },
  milestones: {
    summons: 'summoned; convoqué; احضار شد',
    search: 'raid, raided; perquisition, descente; تفتیش، یورش',
    arrest: 'arrested, detained; arrêté, interpellé; بازداشت',
    charge: 'charged, accused; inculpé, accusé; متهم، تفهیم اتهام',
    'travel-ban': 'barred from leaving; interdit de sortie; ممنوع‌الخروج',
    sentence: 'sentenced, condemned, years in prison; condamné; محکوم شد',
    'appeal-upheld': 'confirmed, upheld; confirmé; تأیید حکم',
    flight: 'fled, escaped, left the country; a fui; فرار، گریخت',
    release: 'released, freed; libéré; آزاد شد',
    execution: 'executed, hanged; exécuté, pendu; اعدام',
  },
  occupations: {
    '029005010000': 'writer; écrivain, écrivaine; نویسنده',
    '029005010200': 'reporter, correspondent; reporter; خبرنگار',
    '029005010400': 'dramatist; dramaturge; نمایشنامه‌نویس',
    '029005010500': 'scriptwriter; scénariste; فیلمنامه‌نویس',
    '029005050100':
      'filmmaker, film-maker, movie director; cinéaste, réalisatrice; کارگردان، فیلم‌ساز',
    '029005050200': 'theatre director; metteuse en scène; کارگردان تئاتر',
    '029005050300': 'actress; actrice, comédienne, comédien; بازیگر، هنرپیشه',
    '029005050400': 'film producer; productrice; تهیه‌کننده',
    '029005050600': 'director of photography; directeur de la photographie; فیلم‌بردار',
    '029005050800': 'editor, montage; monteur, monteuse; تدوینگر',
    '029005051300': 'documentarian; documentariste; مستندساز',
    '029005030100': 'vocalist; chanteuse; خواننده',
    '029005860000': 'model; mannequin; مدل',
  },
};

/** What a term is also called in sources, as one line to search in; empty when nothing is known. */
export function otherWords(vocabulary: string, code: string): string {
  return Object.entries(words).find(([name]) => name === vocabulary)?.[1]?.[code] ?? '';
}
