import { parsePolicy, PolicyError, type HashProvider, type Policy } from '@countersign/proof';
import { certificatesFromPem } from '@countersign/timestamp';

/** A file that somebody opened here. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What files are for, told by what is in them and never by their names. */
export interface SortedFiles {
  /** What is to be checked, a dossier unless `proof` is there. */
  readonly dossier: GivenFile | undefined;
  /** Of the press: it proves nothing itself, and has a dossier in it. */
  readonly kit: GivenFile | undefined;
  readonly proof: GivenFile | undefined;
  readonly document: GivenFile | undefined;
  /** Of a signature under a letter. */
  readonly receipt: GivenFile | undefined;
  readonly policyText: string | undefined;
  readonly pemText: string | undefined;
}

export function sortFiles(files: readonly GivenFile[]): SortedFiles {
  const kinds = files.map((file) => ({ file, kind: kindOf(file.bytes) }));
  const first = (kind: FileKind) => kinds.find((one) => one.kind === kind)?.file;
  return {
    dossier: first('dossier'),
    kit: first('kit'),
    proof: first('proof'),
    document: first('document'),
    receipt: first('receipt'),
    policyText: textOf(first('policy')?.bytes),
    pemText: textOf(first('pem')?.bytes),
  };
}

type FileKind = 'dossier' | 'kit' | 'proof' | 'document' | 'receipt' | 'policy' | 'pem';

/** What is none of the others is taken for a dossier, and then refused as what it is. */
function kindOf(bytes: Uint8Array): FileKind {
  if (isPressKit(bytes)) return 'kit';
  const text = bytes.length > mostText ? undefined : textOf(bytes);
  if (text === undefined || text.startsWith('PK')) return 'dossier';
  if (text.includes('-----BEGIN CERTIFICATE-----')) return 'pem';
  if (/^\s*\{/.test(text)) {
    if (/"signature"\s*:\s*\{/.test(text)) return 'receipt';
    return /"register"\s*:\s*\{/.test(text) ? 'proof' : 'document';
  }
  return /^(?:log|witness|group|quorum)\s/m.test(text) ? 'policy' : 'dossier';
}

/** A ZIP whose directory names a dossier: no dossier has another in it (spec/dossier.md). */
function isPressKit(bytes: Uint8Array): boolean {
  const latin = (part: Uint8Array) => new TextDecoder('latin1').decode(part);
  return (
    latin(bytes.subarray(0, 2)) === 'PK' &&
    latin(bytes.subarray(-mostDirectory)).includes('dossier.zip')
  );
}

const mostDirectory = 64 * 1024;
const mostText = 16 * 1024 * 1024;

function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Reads what a person typed or opened; an empty text is no policy. */
export function readPolicy(
  provider: HashProvider,
  text: string,
): { readonly policy: Policy | undefined; readonly problem: PolicyError | undefined } {
  if (text.trim() === '') return { policy: undefined, problem: undefined };
  try {
    const ended = text.endsWith('\n') ? text : `${text}\n`;
    return { policy: parsePolicy(provider, new TextEncoder().encode(ended)), problem: undefined };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { policy: undefined, problem: error };
  }
}

/** DER of the roots in a PEM text; `broken` where it cannot be read whole. */
export function readRoots(text: string): readonly Uint8Array[] | undefined | 'broken' {
  if (text === '') return undefined;
  const read = certificatesFromPem(text);
  return read.ok ? read.certificates : 'broken';
}
