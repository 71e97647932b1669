import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Writes openssl.json: answers of the authority that comes with OpenSSL 3, each checked by
// `openssl ts -verify`, with what OpenSSL itself reads in them. Keys are made anew, so every run
// changes every line. Run by hand: node packages/timestamp/test/vectors/make-openssl.ts

const folder = mkdtempSync(path.join(tmpdir(), 'countersign-openssl-'));
const at = (name: string) => path.join(folder, name);

function openssl(...args: string[]): Buffer {
  return execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

const message = 'log.example.org/countersign\n12\nqINS1GRFxf9qw5kqBGDH5A7v6rTqHTFLKdhSmSTpZ14=\n';
writeFileSync(at('message'), message);
writeFileSync(at('serial'), '01\n');
writeFileSync(
  at('extensions'),
  `[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issuer]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign
extendedKeyUsage = timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`,
);

type Key = 'rsa' | 'P-256' | 'P-384' | 'ed25519';

function makeKey(name: string, kind: Key): void {
  const options: Record<Key, string[]> = {
    rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    'P-384': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    ed25519: ['-algorithm', 'ED25519'],
  };
  openssl('genpkey', ...options[kind], '-out', `${name}.key`);
}

function makeCertificate(name: string, subject: string, issuer: string, options: string[]): void {
  const csr = `${name}.csr`;
  openssl('req', '-new', '-key', `${name}.key`, '-subj', subject, '-utf8', '-out', csr);
  const by =
    issuer === name
      ? ['-key', `${name}.key`]
      : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial'];
  const out = ['-days', '7300', '-out', `${name}.pem`];
  openssl('x509', '-req', '-in', csr, ...by, '-extfile', 'extensions', ...options, ...out);
}

interface Case {
  readonly name: string;
  readonly keys: readonly [root: Key, issuer: Key, signer: Key];
  /** Of the request's imprint. */
  readonly imprint?: string;
  /** Lines of OpenSSL's configuration of an authority, over those below. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How the issuer's certificate is signed. */
  readonly certificateOptions?: readonly string[];
  readonly withoutCertificates?: true;
  readonly policy?: string;
}

const cases: readonly Case[] = [
  { name: 'RSA throughout', keys: ['rsa', 'rsa', 'rsa'] },
  {
    name: 'ECDSA P-256, the whole chain signed along, authority named',
    keys: ['P-256', 'P-256', 'P-256'],
    settings: { ess_cert_id_chain: 'yes', tsa_name: 'yes' },
  },
  {
    name: 'ECDSA P-384 with SHA-512 under RSA',
    keys: ['rsa', 'rsa', 'P-384'],
    imprint: 'sha512',
    settings: { signer_digest: 'sha512', ess_cert_id_alg: 'sha512' },
  },
  {
    name: 'SigningCertificate of RFC 3161, by SHA-1',
    keys: ['P-384', 'P-256', 'rsa'],
    settings: { ess_cert_id_alg: 'sha1', accuracy: 'secs:2, millisecs:500, microsecs:100' },
  },
  {
    name: 'certificates signed with RSA-PSS',
    keys: ['rsa', 'rsa', 'P-256'],
    certificateOptions: ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
  },
  { name: 'an Ed25519 root', keys: ['ed25519', 'P-256', 'P-256'] },
  { name: 'no certificates in the token', keys: ['rsa', 'rsa', 'rsa'], withoutCertificates: true },
  { name: 'another policy is refused', keys: ['rsa', 'rsa', 'rsa'], policy: '1.3.6.1.4.1.99999.9' },
];

function run(one: Case) {
  const names = ['root', 'issuer', 'signer'] as const;
  for (const [index, name] of names.entries()) makeKey(name, one.keys[index] ?? 'rsa');
  makeCertificate('root', '/C=FR/CN=Root', 'root', ['-extensions', 'root']);
  const how = [...(one.certificateOptions ?? [])];
  makeCertificate('issuer', '/CN=Issuer', 'root', ['-extensions', 'issuer', ...how]);
  const subject = '/C=FR/O=Autorité, de temps/CN=Timestamps';
  makeCertificate('signer', subject, 'issuer', ['-extensions', 'signer', ...how]);
  writeFileSync(at('chain.pem'), readFileSync(at('issuer.pem'), 'utf8'));
  writeFileSync(at('configuration'), configuration(one.settings ?? {}));

  const certReq = one.withoutCertificates === true ? [] : ['-cert'];
  const policy = one.policy === undefined ? [] : ['-tspolicy', one.policy];
  const query = ['ts', '-query', '-data', 'message', `-${one.imprint ?? 'sha256'}`];
  openssl(...query, ...certReq, ...policy, '-out', 'request');
  const reply = ['ts', '-reply', '-config', 'configuration', '-section', 'authority'];
  openssl(...reply, '-queryfile', 'request', '-out', 'response');
  const told = openssl('ts', '-reply', '-in', 'response', '-text').toString();
  if (one.policy === undefined) {
    const trust = ['-CAfile', 'root.pem', '-untrusted', 'untrusted.pem'];
    writeFileSync(at('untrusted.pem'), pem('issuer') + pem('signer'));
    openssl('ts', '-verify', '-queryfile', 'request', '-in', 'response', ...trust);
  }
  const requestText = openssl('ts', '-query', '-in', 'request', '-text').toString();
  return {
    name: one.name,
    message,
    request: base64('request'),
    response: base64('response'),
    root: pem('root'),
    issuer: pem('issuer'),
    signer: pem('signer'),
    hash: one.imprint ?? 'sha256',
    nonce: /Nonce: (0x[\dA-F]+)/.exec(requestText)?.[1] ?? null,
    told: one.policy === undefined ? readTold(told) : null,
  };
}

function configuration(settings: Readonly<Record<string, string>>): string {
  const lines = {
    serial: 'serial',
    crypto_device: 'builtin',
    signer_cert: 'signer.pem',
    certs: 'chain.pem',
    signer_key: 'signer.key',
    default_policy: '1.3.6.1.4.1.99999.1',
    digests: 'sha256, sha384, sha512',
    accuracy: 'secs:1',
    signer_digest: 'sha256',
    ess_cert_id_alg: 'sha256',
    tsa_name: 'no',
    ordering: 'no',
    ...settings,
  };
  return `[authority]\n${Object.entries(lines)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')}`;
}

/** What OpenSSL prints of a token. */
function readTold(text: string) {
  const value = (label: string) => new RegExp(`^${label}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    policy: value('Policy OID'),
    serialNumber: value('Serial number').replace('0x', '').toLowerCase(),
    genTimeMs: Date.parse(value('Time stamp')),
    accuracyMs: readAccuracy(value('Accuracy')),
  };
}

/** "0x02 seconds, 0x01F4 millis, unspecified micros" */
function readAccuracy(text: string): number {
  const [seconds = 0, millis = 0, micros = 0] = text
    .split(', ')
    .map((part) => Number(/^0x[\dA-F]+/.exec(part)?.[0] ?? 0));
  return seconds * 1000 + millis + micros / 1000;
}

function base64(file: string): string {
  return readFileSync(at(file)).toString('base64');
}

function pem(name: string): string {
  return readFileSync(at(`${name}.pem`), 'utf8');
}

const vectors = { madeWith: openssl('version').toString().trim(), cases: cases.map(run) };
writeFileSync(new URL('openssl.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
rmSync(folder, { recursive: true });
