import { canonicalJson, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { writeDossier, type DossierContents, type PageMaker } from '../src/index.ts';
import { sampleLog, type SampleLog, type SampleOptions } from './sample-log.ts';

export const person = '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
export const film = '0b5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
export const paper = 'fa5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';

/** A document with as much in it as deriving from it needs. */
export function documentOf(subject: string, kind: string, says: string): JsonValue {
  const passage = { uid: `p-${says}`, source: paper, quote: `“${says}”` };
  const claim = { uid: `c-${says}`, property: 'name', value: says, passage: passage.uid };
  return {
    ...{ v: 1, subject, kind },
    claims: [claim],
    passages: [passage],
    sources: [{ uid: paper, title: 'The Morning Post' }],
    entities: [
      { uid: film, page: true },
      { uid: 'an-act', page: false },
    ],
  };
}

export const samplePage: PageMaker = {
  version: '1.sample',
  render: (contents) =>
    `<!doctype html><pre>${canonicalJson(contents as unknown as JsonValue)}</pre>`,
};

export interface Sample {
  readonly log: SampleLog;
  readonly bytes: Uint8Array;
  readonly contents: DossierContents;
}

/** A dossier of a person, with the film and the source it mentions. */
export function sampleDossier(
  options: SampleOptions & { readonly timestamps?: readonly Uint8Array[] } = {},
): Sample {
  const editions = [
    { subject: person, number: 2, document: documentOf(person, 'person', 'A director') },
    { subject: film, number: 1, document: documentOf(film, 'work', 'A film') },
    { subject: paper, number: 1, document: documentOf(paper, 'source', 'A paper') },
  ];
  const log = sampleLog(editions, options);
  const contents: DossierContents = {
    head: {
      ...{ kind: 'person', subject: person, lang: 'en', demonstration: false },
      ...{ address: 'https://record.example/en/people/x', publisher: 'A record' },
      singleReviewer: false,
      generator: { name: 'countersign', version: '0.1.0', page: samplePage.version },
    },
    editions: editions.map((one) => ({ ...one, proof: log.proofOf(one.subject) })),
    policy: log.policyText,
    successions: log.successions,
    timestamps: options.timestamps ?? [],
  };
  return { log, contents, bytes: writeDossier(node, contents, samplePage) };
}
