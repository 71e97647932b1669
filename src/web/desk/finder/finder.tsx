import type { KeyboardEvent, ReactNode } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';

/** A line of the list under a finder. */
export interface Choice {
  readonly key: string;
  readonly text: string;
  readonly detail?: string;
  /** Other words it is found by. */
  readonly also?: string;
  /** It belongs to the line above. */
  readonly isUnder?: boolean;
}

/**
 * A field that offers what fits while one types. Enter takes the line the arrows stand on, else the
 * first. What is offered is the caller's matter.
 */
export function Finder({
  label,
  hint,
  typed,
  choices,
  takesFocus = false,
  placeholder,
  nothing,
  onType,
  onChoose,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly typed: string;
  readonly choices: readonly Choice[];
  readonly takesFocus?: boolean;
  readonly placeholder?: string;
  /** Said where nothing fits what was typed; without it the list closes. */
  readonly nothing?: string;
  readonly onType: (text: string) => void;
  readonly onChoose: (key: string) => void;
}) {
  // The list closes; whatever the field stands in must not close with it.
  const closeListAlone = (event: KeyboardEvent<HTMLDivElement>): void => {
    const isOpen =
      event.target instanceof HTMLInputElement &&
      event.target.getAttribute('aria-expanded') === 'true';
    if (event.key === 'Escape' && isOpen) event.preventDefault();
  };
  const takeFirst = (event: KeyboardEvent<HTMLDivElement>): void => {
    const input = event.target;
    const [first] = choices;
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    if (!(input instanceof HTMLInputElement) || first === undefined || typed.trim() === '') return;
    if (input.hasAttribute('aria-activedescendant')) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(first.key);
  };
  return (
    <div
      className="field finder"
      onKeyDownCapture={(event) => {
        closeListAlone(event);
        takeFirst(event);
      }}
    >
      <ComboBox
        className="finder-box"
        items={choices}
        inputValue={typed}
        onInputChange={onType}
        value={null}
        onChange={(key) => {
          if (key !== null) onChoose(String(key));
        }}
        menuTrigger="focus"
        allowsCustomValue
        allowsEmptyCollection={nothing !== undefined && typed.trim() !== ''}
        // Only where a form was just opened by the person, who goes on typing in it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={takesFocus}
      >
        <Label className="finder-label">{label}</Label>
        {hint !== undefined && (
          <Text slot="description" className="field-hint">
            {hint}
          </Text>
        )}
        <Input
          className="input"
          dir="auto"
          autoComplete="off"
          {...(placeholder !== undefined && { placeholder })}
        />
        <Popover className="finder-popover" placement="bottom start" offset={2}>
          <ListBox<Choice>
            className="finder-list"
            renderEmptyState={() => <p className="finder-nothing">{nothing}</p>}
          >
            {(choice) => (
              <ListBoxItem
                id={choice.key}
                textValue={choice.text}
                className={choice.isUnder === true ? 'finder-choice finder-under' : 'finder-choice'}
              >
                <Text slot="label">
                  <bdi>{choice.text}</bdi>
                </Text>
                {choice.detail !== undefined && choice.detail !== '' && (
                  <Text slot="description" className="finder-detail">
                    <bdi>{choice.detail}</bdi>
                  </Text>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  );
}
