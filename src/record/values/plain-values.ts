import { asciiDigits } from '#platform/languages';

/** An http or https address in the form the URL standard gives it; undefined for anything else. */
export function parseUrl(typed: string): string | undefined {
  if (typed.length > 2_000 || !URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
}

/** A BCP 47 tag in canonical form, its language known to the runtime; undefined when empty. */
export function parseLanguageTag(typed: string): string | undefined {
  if (typed === '' || typed.length > 35) return undefined;
  try {
    const locale = new Intl.Locale(typed);
    const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
    return names.of(locale.language) === undefined ? undefined : locale.toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An amount and its ISO 4217 currency, as `12500.00 EUR`. Accepts either order and any digits. */
export function parseMoney(typed: string): string | undefined {
  const ascii = asciiDigits(typed).replaceAll(/[\s\u00a0\u202f,]/g, '');
  const match =
    /^(?<amount>\d{1,15}(?:\.\d{1,2})?)(?<currency>[A-Za-z]{3})$/.exec(ascii) ??
    /^(?<currency>[A-Za-z]{3})(?<amount>\d{1,15}(?:\.\d{1,2})?)$/.exec(ascii);
  const amount = match?.groups?.['amount'];
  const currency = match?.groups?.['currency']?.toUpperCase();
  if (amount === undefined || currency === undefined) return undefined;
  return Intl.supportedValuesOf('currency').includes(currency)
    ? `${amount} ${currency}`
    : undefined;
}

/** A geo URI (RFC 5870) in WGS 84: `geo:35.69,51.39;u=1000`, `u` the uncertainty in metres. */
export function parseCoordinates(typed: string): string | undefined {
  const ascii = asciiDigits(typed).replaceAll(/\s/g, '');
  const match =
    /^(?:geo:)?(?<lat>-?\d{1,2}(?:\.\d{1,8})?),(?<lon>-?\d{1,3}(?:\.\d{1,8})?)(?:;u=(?<u>\d{1,7}))?$/.exec(
      ascii,
    );
  if (match?.groups === undefined) return undefined;
  const [latitude, longitude] = [Number(match.groups['lat']), Number(match.groups['lon'])];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  const uncertainty = match.groups['u'];
  return `geo:${latitude},${longitude}${uncertainty === undefined ? '' : `;u=${uncertainty}`}`;
}
