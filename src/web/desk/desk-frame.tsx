import { useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import {
  DialogButton,
  Icon,
  LanguageSwitch,
  SkipLink,
  VisuallyHidden,
  contentId,
  type IconName,
} from '../components/index.ts';
import { PageForm, SubmitButton } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';
import { ShortcutsDialog, shortcutsId } from './shortcuts-dialog.tsx';

export interface DeskFrameProps {
  readonly instanceName: string;
  readonly personName: string;
  readonly demonstration: boolean;
  readonly places: readonly {
    readonly to: string;
    readonly icon: IconName;
    readonly label: string;
    /** How many things wait there. */
    readonly count?: number;
    /** The same in a sentence, for who cannot see that it is a number beside a place. */
    readonly countMeans?: string;
  }[];
  readonly children: ReactNode;
}

/** Everything round the work at the desk. */
export function DeskFrame(props: DeskFrameProps) {
  const t = useT('desk');
  const { instanceName, demonstration, places, children } = props;
  const locale = useLocale();
  const { pathname } = useLocation();
  // Claims have no place of their own: they are of what the record is about.
  const at = pathname.replace(/^\/desk\/claims(?=\/)/, '/desk/entities');
  const current = places
    .filter(({ to }) => at === to || at.startsWith(`${to}/`))
    .toSorted((a, b) => b.to.length - a.to.length)[0]?.to;
  return (
    <div className="desk" lang={locale}>
      <SkipLink />
      <div className="desk-side">
        <p className="desk-name">
          <Link to="/desk">
            <bdi>{instanceName}</bdi>
          </Link>
        </p>
        <DeskPlaces places={places} current={current} />
        <PersonMenu name={props.personName} />
      </div>
      <main id={contentId} className="desk-main" tabIndex={-1}>
        {demonstration && <p className="banner">{t('demonstration')}</p>}
        {children}
      </main>
      <ShortcutsDialog />
    </div>
  );
}

const placesId = 'desk-places';

/** Beside the work where there is room; on a phone one line that names the place, and opens the others. */
function DeskPlaces({
  places,
  current,
}: {
  readonly places: DeskFrameProps['places'];
  readonly current: string | undefined;
}) {
  const t = useT('desk');
  const locale = useLocale();
  const drawer = useRef<HTMLDivElement>(null);
  // What the chosen place shows lies under the drawer.
  const close = () => {
    if (drawer.current?.matches(':popover-open')) drawer.current.hidePopover();
  };
  const waiting = places.reduce((sum, { count = 0 }) => sum + count, 0);
  return (
    <>
      <button type="button" className="desk-open" popoverTarget={placesId}>
        <Icon name="menu" />
        {places.find(({ to }) => to === current)?.label ?? t('desk.title')}
        {waiting > 0 && (
          <span className="desk-nav-count" aria-hidden="true">
            {t('place.count', { n: waiting })}
          </span>
        )}
      </button>
      <div id={placesId} ref={drawer} popover="auto" className="desk-places">
        <nav aria-label={t('desk.title')}>
          <ul className="desk-nav">
            {places.map((place) => (
              <li key={place.to}>
                <Link
                  to={place.to}
                  onClick={close}
                  aria-current={place.to === current ? 'page' : undefined}
                >
                  <Icon name={place.icon} />
                  {place.label}
                  {place.count !== undefined && place.count > 0 && (
                    <span className="desk-nav-count" title={place.countMeans}>
                      <span aria-hidden="true">{t('place.count', { n: place.count })}</span>
                      <VisuallyHidden>{place.countMeans}</VisuallyHidden>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <p className="desk-public small">
          <a href={`/${locale}`}>{t('place.public')}</a>
        </p>
      </div>
    </>
  );
}

function PersonMenu({ name }: { readonly name: string }) {
  const t = useT('desk');
  return (
    <details className="menu desk-person">
      <summary>
        <Icon name="person" />
        <bdi>{name}</bdi>
      </summary>
      <div className="menu-items">
        <a href="/account">{t('person.account')}</a>
        <DialogButton opens={shortcutsId} quiet>
          {t('shortcuts.title')} <kbd>?</kbd>
        </DialogButton>
        <LanguageSwitch by="person" />
        <PageForm id="sign-out" state={undefined} action="/account/sign-out" reload>
          <SubmitButton look="plain">{t('action.signOut')}</SubmitButton>
        </PageForm>
      </div>
    </details>
  );
}
