import { canonicalJson, type HashProvider, type JsonValue } from '@countersign/proof';
import { claimLines } from './claim-lines.ts';
import { hex } from './findings.ts';
import { formatManifest, type DossierHead } from './manifest.ts';
import {
  claimsName,
  editionName,
  manifestName,
  orderSubjects,
  pageName,
  policyName,
  proofName,
  successionName,
} from './member-names.ts';
import type { PageMaker } from './verify-dossier.ts';
import { writeZip } from './write-zip.ts';
import type { ZipMember } from './zip-records.ts';

/** One subject of a dossier to be written. */
export interface DossierEdition {
  readonly subject: string;
  readonly number: number;
  readonly document: JsonValue;
  /** As spec/edition-proof.md has it; of the same checkpoint as all others. */
  readonly proof: JsonValue;
}

export interface DossierContents {
  readonly head: DossierHead;
  readonly editions: readonly DossierEdition[];
  /** C2SP tlog-policy, as the log sees itself. */
  readonly policy: string;
  /** JSON of spec/succession.md, the oldest first. */
  readonly successions: readonly JsonValue[];
  readonly timestamps: readonly Uint8Array[];
}

/** The bytes of a dossier: the same contents and the same page maker give the same bytes. */
export function writeDossier(
  provider: HashProvider,
  { head, editions, policy, successions, timestamps }: DossierContents,
  page: PageMaker,
): Uint8Array {
  const bySubject = new Map(editions.map((one) => [one.subject, one]));
  const ordered = orderSubjects(head.subject, bySubject.keys()).flatMap(
    (subject) => bySubject.get(subject) ?? [],
  );
  const own: DossierHead = { ...head, generator: { ...head.generator, page: page.version } };
  const written = ordered.map(({ document, proof, ...rest }) => {
    const canonical = canonicalJson(document);
    // Members in the order in which a reader will find them: a page may go through them.
    const read = JSON.parse(canonical) as JsonValue;
    return { ...rest, document: read, bytes: utf8(canonical), proof: utf8(canonicalJson(proof)) };
  });
  const html = page.render({
    head: own,
    editions: written.map(({ document, number, bytes }) => ({
      ...{ document, number, hash: hex(provider.sha256(bytes)) },
    })),
  });
  const members: ZipMember[] = [
    { name: pageName, bytes: utf8(html) },
    { name: claimsName, bytes: utf8(claimLines(written.map(({ document }) => document))) },
    ...written.map(({ subject, bytes }) => ({ name: editionName(subject), bytes })),
    ...written.map(({ subject, proof }) => ({ name: proofName(subject), bytes: proof })),
    { name: policyName, bytes: utf8(policy) },
    ...successions.map((one, index) => ({
      ...{ name: successionName(index + 1), bytes: utf8(canonicalJson(one)) },
    })),
    ...timestamps.map((bytes, index) => ({ name: `timestamps/${index + 1}.tst`, bytes })),
  ];
  const listed = members.map(({ name, bytes }) => ({
    ...{ name, length: bytes.length, sha256: hex(provider.sha256(bytes)) },
  }));
  const manifest = { name: manifestName, bytes: formatManifest({ ...own, members: listed }) };
  return writeZip([...members, manifest]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
