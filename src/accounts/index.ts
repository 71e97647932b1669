export {
  loadActor,
  publicScope,
  roles,
  scopesOf,
  teamScope,
  type Actor,
  type Role,
} from './actor.ts';
export { writeAudit, type AuditAction, type AuditEntry } from './audit.ts';
export { may, type Action, type Facts } from './permissions.ts';
