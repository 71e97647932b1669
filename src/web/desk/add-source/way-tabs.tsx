import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useHydrated } from '../use-hydrated.ts';
import { ways, type Way } from './way.ts';

export const wayPath = (way: Way): string => `/desk/sources/new?way=${way}`;

/**
 * The ways a source comes in. What was typed goes along to another: with scripts the page keeps it,
 * without them each tab sends the form, which comes back as it was.
 *
 * @param onLeave called with the form before another way is shown.
 */
export function WayTabs({
  form,
  way,
  onLeave,
}: {
  /** Id of the form. */
  readonly form: string;
  readonly way: Way;
  readonly onLeave: (typed: FormData) => void;
}) {
  const t = useT('coding');
  const isHydrated = useHydrated();
  if (!isHydrated) {
    return (
      <nav aria-label={t('add.ways')}>
        <ul className="tabs">
          {ways.map((one) => (
            <li key={one}>
              <button
                type="submit"
                form={form}
                formAction={wayPath(one)}
                name="switch"
                value={one}
                aria-current={one === way ? 'page' : undefined}
              >
                {t(`add.way.${one}`)}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    );
  }
  const leave = (): void => {
    const element = document.getElementById(form);
    if (element instanceof HTMLFormElement) onLeave(new FormData(element));
  };
  return (
    // The links in it take the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div onClickCapture={leave}>
      <Tabs
        label={t('add.ways')}
        tabs={ways.map((one) => ({
          to: wayPath(one),
          current: way === one,
          label: t(`add.way.${one}`),
        }))}
      />
    </div>
  );
}
