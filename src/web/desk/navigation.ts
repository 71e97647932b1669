import type { Action } from '#accounts';
import type { IconName } from '../components/icon.tsx';
import type desk from '../messages/en/desk.json';

export interface DeskPlace {
  readonly to: string;
  readonly icon: IconName;
  readonly label: keyof typeof desk;
  /** Shown to who may do this; to everybody at the desk when absent. */
  readonly action?: Action;
}

/** The places of the desk, in the order of the work. Add a page's line with the page. */
export const deskPlaces: readonly DeskPlace[] = [
  { to: '/desk', icon: 'inbox', label: 'place.inbox' },
  { to: '/desk/review', icon: 'review', label: 'place.review' },
  { to: '/desk/search', icon: 'search', label: 'place.search' },
  { to: '/desk/entities', icon: 'event', label: 'place.record' },
  { to: '/desk/disputes', icon: 'caution', label: 'place.disputes' },
  { to: '/desk/letters', icon: 'letter', label: 'place.letters', action: 'letter.write' },
  { to: '/desk/people', icon: 'person', label: 'place.people', action: 'account.manage' },
  { to: '/desk/publications', icon: 'publish', label: 'place.publications' },
  { to: '/desk/terms', icon: 'quote', label: 'place.terms' },
  {
    to: '/desk/operation',
    icon: 'history',
    label: 'place.operation',
    action: 'operation.watch',
  },
  { to: '/desk/log', icon: 'seal', label: 'place.log', action: 'log.manage' },
];
