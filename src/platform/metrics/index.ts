export {
  createMetrics,
  type JobSample,
  type Metrics,
  type QueueSample,
  type RequestSample,
  type WatchedPool,
} from './metrics.ts';
export { serveMetrics, type MetricsServer } from './serve-metrics.ts';
