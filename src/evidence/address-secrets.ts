/** What an address carries that opens something, and the address without it. */
export interface AddressSecrets {
  /** Names of the parameters, as they stand in the address. */
  readonly names: readonly string[];
  readonly cleaned: string;
}

// Names by which services pass keys; compared in lower case without `-`, `_` and `.`.
const secretNames = new Set(
  'accesstoken idtoken refreshtoken authtoken token jwt bearer auth authorization apikey appkey apisecret clientsecret secret password passwd passphrase pwd pass otp session sessionid sessiontoken sid phpsessid jsessionid sig signature hmac ticket credential credentials awsaccesskeyid xamzsignature xamzsecuritytoken xamzcredential xgoogsignature xgoogcredential hdnts hdnea'.split(
    ' ',
  ),
);

// A word such as `key` or `code` is a secret only when what it holds looks like one.
const ambiguousNames = new Set(['key', 'code', 'hash', 'access', 'state', 's', 't', 'k']);
const randomLooking = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{20,}$/i;
const jsonWebToken = /^eyJ[\w-]{10,}\.[\w-]{10,}/;

/**
 * Says which parameters of a web address are likely to be keys: who keeps the address keeps them, and
 * whoever reads the record could use them. Nothing but these parameters differs in what is offered.
 *
 * A guess, so it warns and never refuses: a signed link may be the only way to the document.
 *
 * @returns undefined when there are none, or it is no web address.
 */
export function addressSecrets(address: string): AddressSecrets | undefined {
  const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(address);
  if (match === null || !/^\s*https?:/i.test(address)) return undefined;
  const [, path = '', query = '', fragment = ''] = match;
  const names: string[] = [];
  const cleaned = [query, fragment].map((part) => {
    // A fragment is a place on the page unless it is written like a query.
    const parameters = part.slice(1).split('&');
    const kept = parameters.filter((parameter) => {
      const name = secretName(parameter);
      if (name !== undefined) names.push(name);
      return name === undefined;
    });
    return kept.length === 0 || part === '' ? '' : part.slice(0, 1) + kept.join('&');
  });
  return names.length === 0 ? undefined : { names, cleaned: path + cleaned.join('') };
}

/** Whether an address carries a name or password before its host. */
export function hasLogin(address: string): boolean {
  const url = URL.parse(address.trim());
  return url !== null && (url.username !== '' || url.password !== '');
}

function secretName(parameter: string): string | undefined {
  const at = parameter.indexOf('=');
  if (at < 1) return undefined;
  const name = readable(parameter.slice(0, at));
  const value = readable(parameter.slice(at + 1));
  if (value === '') return undefined;
  const folded = name.toLowerCase().replaceAll(/[-_.]/g, '');
  const isSecret =
    secretNames.has(folded) ||
    jsonWebToken.test(value) ||
    (ambiguousNames.has(folded) && randomLooking.test(value));
  return isSecret ? name : undefined;
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
