export { enqueue, enqueueAll, type EnqueueOptions } from './enqueue.ts';
export { allDead, listDead, listJobs, type DeadJob, type QueueOverview } from './job-overview.ts';
export {
  declareJob,
  handleJob,
  PermanentFailure,
  queueOnly,
  type Job,
  type JobDeclaration,
  type JobHandler,
  type JobPayload,
  type JobRun,
} from './job.ts';
export {
  prepareJobs,
  startJobs,
  type JobOutcome,
  type Jobs,
  type JobsOptions,
} from './start-jobs.ts';
