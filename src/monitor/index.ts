export { MonitorError, type Finding } from './finding.ts';
export { followLog, type FollowOutcome } from './follow-log.ts';
export { originOf } from './log-address.ts';
