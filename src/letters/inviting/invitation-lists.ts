// Lists that the pages of invitations are made of; nothing here may need a server.

/** How far an invitation is. */
export const invitationStates = ['draft', 'queued', 'sent', 'opened', 'signed'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Columns of a list of people, in the order in which they are explained. */
export const listColumns = [
  ...(['name', 'mail', 'credit', 'affiliation', 'country', 'language'] as const),
  ...(['wikidata', 'imdb', 'isni', 'works', 'agent', 'agentMail'] as const),
] as const;
export type ListColumn = (typeof listColumns)[number];

/** What the columns of a spreadsheet may be called, in any case and with or without accents. */
export const listHeadings: Readonly<Record<ListColumn, readonly string[]>> = {
  name: ['name', 'full name', 'nom', 'nom complet', 'nom et prénom', 'نام', 'نام و نام خانوادگی'],
  mail: [
    'mail',
    'email',
    'e-mail',
    'e mail',
    'courriel',
    'adresse',
    'address',
    'ایمیل',
    'رایانامه',
  ],
  credit: ['credit', 'role', 'profession', 'métier', 'fonction', 'حرفه', 'پیشه', 'سمت'],
  affiliation: [
    'affiliation',
    'organisation',
    'organization',
    'guild',
    'structure',
    'سازمان',
    'نهاد',
  ],
  country: ['country', 'pays', 'کشور'],
  language: ['language', 'langue', 'زبان'],
  wikidata: ['wikidata', 'wikidata id'],
  imdb: ['imdb', 'imdb id'],
  isni: ['isni'],
  works: ['works', 'work', 'films', 'oeuvres', 'œuvres', 'آثار'],
  agent: ['agent', 'agent name', 'agente', 'nom de l’agent', 'نماینده'],
  agentMail: [
    'agentmail',
    'agent mail',
    'agent email',
    'agent address',
    'courriel de l’agent',
    'ایمیل نماینده',
  ],
};

export const invitingLimits = {
  /** Lines of one list. */
  lines: 5_000,
  /** Bytes of one list. */
  bytes: 4 * 1024 * 1024,
  /** Invitations of one letter that wait at once. */
  letter: 20_000,
  /** Mails to one invited person in all, reminders among them. */
  mails: 5,
  /** Hours between two mails to one person, whoever asks for the second. */
  restHours: 24,
  /** Days after the end of signing for which something is kept of who was invited. */
  keptDays: 30,
} as const;

/** What can be wrong with one line of a list. */
export const lineProblems = [
  ...(['name-missing', 'too-long', 'refused', 'mail', 'country', 'language'] as const),
  ...(['wikidata', 'imdb', 'isni', 'twice', 'known', 'uninvited', 'same-name'] as const),
  ...(['agent', 'agent-uninvited'] as const),
] as const;
export type LineProblem = (typeof lineProblems)[number];
