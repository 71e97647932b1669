export type { TimestampFaultCode } from './fault.ts';
export { certificatesFromPem, type PemCertificates } from './pem.ts';
export { createRequest } from './request.ts';
export {
  maxResponseBytes,
  readResponse,
  type AuthorityFailure,
  type AuthorityStatus,
  type TimestampResponse,
} from './response.ts';
export {
  maxTokenBytes,
  verifyTimestamp,
  type TimestampAccepted,
  type TimestampEvidence,
  type TimestampRefused,
  type TimestampVerdict,
} from './verify.ts';
