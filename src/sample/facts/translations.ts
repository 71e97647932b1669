import type { SampleTranslation } from '../fact.ts';

/** Translations of a few passages of the summaries. */
export const translations: readonly SampleTranslation[] = [
  {
    place: 'a6',
    language: 'fr',
    text: 'Ils évaluent le nombre de morts à plus de 3 000 personnes sans défense, dont des femmes et des mineurs, et renvoient à des rapports indépendants.',
  },
  {
    place: 'a6',
    language: 'fa',
    text: 'آنان شمار کشته‌شدگان را بیش از ۳٬۰۰۰ نفر انسان بی‌دفاع، از جمله زنان و افراد زیر سن قانونی، می‌دانند و به گزارش‌های مستقل استناد می‌کنند.',
  },
  {
    place: 'a7',
    language: 'fr',
    text: 'L’article lui-même parle de plus de 16 000 décès que l’on croit déjà survenus, sans donner l’origine de ce chiffre.',
  },
  {
    place: 'a7',
    language: 'fa',
    text: 'خود گزارش از بیش از ۱۶٬۰۰۰ مرگ سخن می‌گوید که گمان می‌رود تاکنون رخ داده باشد و منشأ این عدد را نام نمی‌برد.',
  },
  {
    place: 'a12',
    language: 'fr',
    text: 'Des agents du gouvernement ont ensuite accroché à son domicile une banderole du Bassidj, pour faire d’un dissident un homme loyal.',
  },
  {
    place: 'a12',
    language: 'fa',
    text: 'سپس مأموران حکومت پرده‌ای از بسیج بر خانهٔ او آویختند تا از یک دگراندیش، فردی وفادار بسازند.',
  },
  {
    place: 'c1',
    language: 'fr',
    text: 'Mohammad Rasoulof, cinéaste maintes fois primé, est arrivé en Europe après qu’un tribunal iranien l’a condamné à huit ans de prison, à la flagellation et à la perte de ses biens.',
  },
  {
    place: 'c1',
    language: 'fa',
    text: 'محمد رسول‌اف، فیلم‌ساز برندهٔ جوایز بسیار، پس از آنکه دادگاهی در ایران او را به هشت سال زندان، شلاق و ضبط اموال محکوم کرد، به اروپا رسیده است.',
  },
  {
    place: 'c17',
    language: 'fr',
    text: 'Rasoulof demande au monde du cinéma un « soutien effectif » à celles et ceux qui font de tels films, et compte sur les organisations du cinéma international.',
  },
  {
    place: 'c17',
    language: 'fa',
    text: 'رسول‌اف از جهان سینما «حمایت مؤثر» از سازندگان چنین فیلم‌هایی را می‌خواهد و به نهادهای سینمای بین‌المللی امید بسته است.',
  },
];
