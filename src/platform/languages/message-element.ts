import { IntlMessageFormat } from 'intl-messageformat';

/**
 * A piece of a parsed ICU message. The numbers are those of the `TYPE` of intl-messageformat's
 * parser, which that library uses but does not export.
 */
export type MessageElement =
  | { readonly type: 0; readonly value: string }
  | { readonly type: typeof argument; readonly value: string }
  | { readonly type: 2 | 3 | 4; readonly value: string; readonly style?: unknown }
  | { readonly type: typeof select; readonly value: string; readonly options: Branches }
  | {
      readonly type: typeof plural;
      readonly value: string;
      readonly options: Branches;
      readonly offset: number;
      readonly pluralType?: Intl.PluralRuleType;
    }
  | { readonly type: 7 }
  | {
      readonly type: typeof tag;
      readonly value: string;
      readonly children: readonly MessageElement[];
    };

export type Branches = Readonly<Record<string, { readonly value: readonly MessageElement[] }>>;

export const argument = 1;
export const select = 5;
export const plural = 6;
export const tag = 8;

/** @throws SyntaxError when the text is no ICU message; its message is the parser's code. */
export function parseMessage(message: string): readonly MessageElement[] {
  // The language does not matter for parsing, only for number skeletons with no explicit options.
  return new IntlMessageFormat(message, 'en', undefined, {
    captureLocation: false,
  }).getAst() as unknown as readonly MessageElement[];
}
