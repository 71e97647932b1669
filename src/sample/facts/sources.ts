import type { SampleSource } from '../fact.ts';

const article = '140523191601';
const webPage = '910100000000';
const post = '910200000000';
const letter = '910600000000';
const interview = '091420051801';
const video = '220904051501';

const unstated =
  'The report names neither its publisher nor its day. This summary was written for the demonstration; the words of the report itself are not kept here.';

/** What was read: three news reports, of which the sample holds summaries in its own words. */
const read: readonly SampleSource[] = [
  {
    key: 'statement-report',
    title:
      'Summary of a news report on a joint statement by 800 film professionals, written for this demonstration',
    material: article,
    published: 'since 21 January 2026',
    language: 'en',
    reliability: '030000000000',
    notes: `${unstated} It carries a picture of 21 January 2026, so it appeared on that day or later.`,
    workState: 'in-work',
    text: [
      {
        a0: 'Summary in the words of this demonstration; publisher and day of the report are not stated in it.',
      },
      {
        a1: 'Some 800 people who work in film put their names to a joint statement about Iran, says the report, which relies on a story in Deadline of a Wednesday.',
        a2: 'Among them are the actors Juliette Binoche, Camille Cottin and Marion Cotillard.',
        a3: 'Iranian film people abroad signed too: Goldshifteh Farahani, Sepideh Farsi, Shirin Neshat and Zar Amir Ebrahimi.',
        a4: 'So did Lawrence Bender, Gabe Kingler, Nadav Lapid, a director from Israel, Dominik Moll, Tarek Saleh, Claire Simon, Mohanad Yaqubi and Florian Zeller.',
      },
      {
        a5: 'The signatories accuse the Islamic Republic of crimes organised against civilians who protest: live fire, mass killing, mass arrests, torture, people made to disappear.',
        a6: 'They put the dead at more than 3,000 people without defence, women and minors among them, and point to independent reports for it.',
        a7: 'The report itself speaks of more than 16,000 deaths that are believed to have happened already, and names no origin for that number.',
        a8: 'According to the statement the state cut the country off the internet and muzzled the media to hide all this and keep it from being documented.',
        a9: 'The statement speaks of crimes against humanity.',
      },
      {
        a10: 'Javad Ganji, an assistant director aged 39, was shot dead in Tehran on 9 January, the report says; the year is 2026, going by the picture beside it.',
        a11: 'Its text names Iranian forces as those who shot, its heading the Revolutionary Guards, and the heading places the killing at the protests.',
        a12: 'Agents of the government afterwards hung a banner of the Basij on his home, to make a loyal man of a dissident.',
        a13: 'The Basij is a militia of volunteers tied to the Revolutionary Guards.',
      },
      {
        a14: 'Variety, the report passes on, told how the director Jafar Panahi condemned the killing of the filmmaker Ganji.',
        a15: 'On Instagram Panahi wrote that the state wipes out the traces of a massacre by frightening artists, “fabricating loyalty narratives” and using the courts.',
        a16: 'He added that Majid Barzegar and Behtash Sanaeiha had each been summoned and questioned roughly for hours, because of a joint statement of theirs against violence by the state.',
        a17: 'Panahi himself has left Iran, where he was harassed and put in prison more than once.',
      },
      {
        a18: 'Zar Amir Ebrahimi made the film Tatami together with Guy Nattiv.',
        a19: 'Farahani acted in two films by Eran Riklis: Shelter and, as the report has it, Reading Lolita in Tel Aviv.',
        a20: 'A photograph of 21 January 2026 shows a mosque in Tehran that burned during the protests.',
      },
    ],
  },
  {
    key: 'solidarity-report',
    title:
      'Summary of a news report on Juliette Binoche and the protests in Iran, written for this demonstration',
    material: webPage,
    language: 'en',
    reliability: '030000000000',
    notes: unstated,
    workState: 'done',
    text: [
      {
        b0: 'Summary in the words of this demonstration; publisher and day of the report are not stated in it.',
      },
      {
        b1: 'Juliette Binoche, a French actor with an Oscar, has sided with the protests against compulsory hijab in Iran from their first days, the report says.',
        b2: 'In her newest post on Instagram she thinks of artists in Iran who are in prison or ill-treated, calls the executions a shame and promises that others are watching.',
        b3: 'The post demands “Freedom for women in Iran”.',
        b4: 'In a video she cut her hair for the women of Iran, and other well-known people did so beside her.',
        b5: 'Another post of hers shows a stop sign with the words “Stop executions in Iran”.',
      },
      {
        b6: 'The protests broke out after Mahsa Amini, an Iranian Kurd, had died in custody in September.',
        b7: 'She had been held over the way she wore her headscarf, say rights groups, whom the BBC cites.',
        b8: 'The state keeps artists who do not back it from working, the report goes on.',
        b9: 'Mahmoud Salari, deputy minister of culture, said to the state news site IRNA in August 2022 that he represents the government and not the artists.',
      },
    ],
  },
  {
    key: 'letter-report',
    title:
      'Summary of a news report with the letter of Mohammad Rasoulof on his flight, written for this demonstration',
    material: article,
    language: 'en',
    reliability: '020000000000',
    notes: `${unstated} The report prints the letter whole; the summary tells what it says.`,
    workState: 'in-work',
    text: [
      {
        c0: 'Summary in the words of this demonstration; publisher and day of the report are not stated in it.',
      },
      {
        c1: 'Mohammad Rasoulof, a filmmaker with many awards, has reached Europe after a court in Iran sentenced him to eight years in prison, to flogging and to the loss of his property.',
        c2: 'His lawyer Babak Paknia had said before that the charges rest on his films and on a letter of 2022 in which he took part.',
        c3: 'That letter asked the authorities to hold back from violence when people protested after a building had collapsed and killed.',
      },
      {
        c4: 'In a letter that the report prints whole Rasoulof tells how he left.',
        c5: 'A month before, his lawyers told him that the court of appeal had confirmed the eight years and that he would soon have to serve them.',
        c6: 'He expected a further sentence as soon as his new film became known, and chose exile.',
        c7: 'As the Islamic Republic had taken his passport in September 2017, he left in secret, by a long and difficult way.',
        c8: 'When he wrote, the rapper Toomaj Salehi was in prison and sentenced to death.',
      },
      {
        c9: 'Some of the actors got out of Iran before the intelligence services knew of the film; many others of its cast and crew are still there and under pressure.',
        c10: 'They are questioned for long hours.',
        c11: 'Relatives of some have been summoned and threatened.',
        c12: 'Cases have been brought against them and they may not leave the country.',
        c13: 'The office of the cameraman was searched and all that he works with was taken away.',
        c14: 'The sound engineer was kept from travelling to Canada.',
        c15: 'In the interrogations they were to be brought to press Rasoulof to take the film back from the Cannes festival.',
        c16: 'They were also to say that they had not known the story and had been talked into the work.',
      },
      {
        c17: 'Rasoulof asks the film world for “effective support” of those who make such films, and counts on the organisations of international film.',
        c18: 'He fears for everyone who worked on the film.',
      },
    ],
  },
];

/** What the reports rest on and nobody here has seen. */
const unseen: readonly SampleSource[] = [
  {
    key: 'deadline',
    title: 'Deadline on the joint statement by film professionals',
    material: webPage,
    publisher: 'Deadline',
    through: ['statement-report'],
  },
  {
    key: 'joint-statement-text',
    title: 'Joint statement by film professionals on Iran, the text itself',
    material: letter,
    through: ['deadline'],
  },
  {
    key: 'variety',
    title: 'Variety on Jafar Panahi and the killing of Javad Ganji',
    material: webPage,
    publisher: 'Variety',
    through: ['statement-report'],
  },
  {
    key: 'panahi-post',
    title: 'Post by Jafar Panahi on Instagram',
    material: post,
    authors: ['Jafar Panahi'],
    publisher: 'Instagram',
    through: ['statement-report'],
  },
  {
    key: 'binoche-post',
    title: 'Post by Juliette Binoche on Instagram, on the artists of Iran',
    material: post,
    authors: ['Juliette Binoche'],
    publisher: 'Instagram',
    through: ['solidarity-report'],
  },
  {
    key: 'binoche-stop-post',
    title: 'Post by Juliette Binoche on Instagram, with a stop sign',
    material: post,
    authors: ['Juliette Binoche'],
    publisher: 'Instagram',
    through: ['solidarity-report'],
  },
  {
    key: 'binoche-video',
    title: 'Video of Juliette Binoche and others cutting their hair',
    material: video,
    authors: ['Juliette Binoche'],
    through: ['solidarity-report'],
  },
  {
    key: 'bbc',
    title: 'BBC on the death of Mahsa Amini',
    material: webPage,
    publisher: 'BBC',
    through: ['solidarity-report'],
  },
  {
    key: 'irna',
    title: 'Interview of IRNA with Mahmoud Salari',
    material: interview,
    publisher: 'IRNA',
    published: '2022-08',
    through: ['solidarity-report'],
  },
  {
    key: 'lawyer',
    title: 'What Babak Paknia said on the charges against Mohammad Rasoulof',
    material: '990000000000',
    authors: ['Babak Paknia'],
    through: ['letter-report'],
  },
  {
    key: 'rasoulof-letter-text',
    title: 'Letter of Mohammad Rasoulof on leaving Iran',
    material: letter,
    authors: ['Mohammad Rasoulof'],
    through: ['letter-report'],
  },
];

const partner: SampleSource = {
  key: 'partner-note',
  title: 'Note of a partner group on its own work (invented for this demonstration)',
  material: '900000000000',
  language: 'en',
  notes: 'Invented, to show what only the members of a partner group see.',
  workState: 'new',
  partner: true,
  text: [
    {
      d1: 'Invented note: the group has set out to compare the list of those who signed with its own register of members.',
      d2: 'It will say by the end of the month how far it has come.',
    },
  ],
};

/** In an order in which whatever a source is known through comes before it. */
export const sources: readonly SampleSource[] = [...read, ...unseen, partner];
