export type { DossierFaultCode, RefusalCode, ZipFaultCode } from './dossier-fault.ts';
export { DossierFault } from './dossier-fault.ts';
export { claimLines } from './claim-lines.ts';
export { mentionedSubjects } from './findings.ts';
export { manifestLimits, type DossierHead, type Manifest } from './manifest.ts';
export { isSubject } from './member-names.ts';
export { readDossier, type ReadDossier } from './read-members.ts';
export { readZip, zipLimits } from './read-zip.ts';
export type {
  AcceptedVerdict,
  NotProvenCode,
  ProvenSubject,
  ProvenTimes,
  RefusedVerdict,
  ShownSuccession,
  TimestampFinding,
  Verdict,
} from './verdict.ts';
export {
  verifyDossier,
  type DossierEvidence,
  type PageContents,
  type PageChecker,
  type PageMaker,
} from './verify-dossier.ts';
export { verifyEdition, type EditionEvidence } from './verify-edition.ts';
export { writeDossier, type DossierContents, type DossierEdition } from './write-dossier.ts';
export { writeZip } from './write-zip.ts';
export type { ZipMember } from './zip-records.ts';
