import { toHex } from './bytes.ts';
import { tags, type DerNode } from './der-reader.ts';
import { Fields, readObjectIdentifier } from './der-values.ts';

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/**
 * A distinguished name as RFC 4514 writes it: "CN=…,O=…,C=…". Attacker: a certificate whose name
 * reorders or ends the line it is shown in; control and formatting characters are escaped.
 *
 * @throws TimestampFault `structure-malformed`
 */
export function nameText(name: DerNode): string {
  return name.children
    .map((set) => set.children.map(attributeText).join('+'))
    .reverse()
    .join(',');
}

function attributeText(node: DerNode): string {
  const fields = new Fields(node);
  const identifier = readObjectIdentifier(fields.take(tags.objectIdentifier));
  const value = fields.takeAny();
  fields.end();
  const text = value === undefined ? undefined : stringOf(value);
  const label = shortNames[identifier] ?? identifier;
  if (text === undefined) return `${label}=#${toHex(value?.encoded ?? new Uint8Array())}`;
  return `${label}=${escaped(text)}`;
}

function stringOf({ tag, content }: DerNode): string | undefined {
  switch (tag) {
    case tags.utf8String:
      return decoded('utf-8', content);
    case 0x1e:
      return decoded('utf-16be', content);
    // Numeric, Printable, Teletex, IA5 and Visible strings.
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:
      return Array.from(content, (octet) => String.fromCharCode(octet)).join('');
    default:
      return undefined;
  }
}

function decoded(encoding: string, content: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\",+;<>]|^[ #]| $/g, (character) => `\\${character}`)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, (character) =>
      toHex(new TextEncoder().encode(character)).replaceAll(/../g, (pair) => `\\${pair}`),
    );
}
