import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One answered request. */
export interface RequestSample {
  /** The pattern that matched, never the path; absent when none did. */
  readonly route?: string;
  readonly method: string;
  readonly status: number;
  readonly ms: number;
}

/** One finished attempt of a job. */
export interface JobSample {
  readonly job: string;
  readonly outcome: 'done' | 'retry' | 'dead';
  readonly ms: number;
}

export interface QueueSample {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
  readonly dead: number;
}

/** What a pg pool tells of itself. */
export interface WatchedPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** The figures of one process, in its own registry. They count and time; they name no person or thing. */
export interface Metrics {
  observeRequest(sample: RequestSample): void;
  observeJob(sample: JobSample): void;
  /** @param name which pool: `main`, `reader`. */
  watchPool(name: string, pool: WatchedPool): void;
  /** Asked at each reading. When it fails, the other figures are still told. */
  watchQueues(list: () => Promise<readonly QueueSample[]>): void;
  /** All figures in the Prometheus text format 0.0.4. */
  read(): Promise<string>;
  readonly contentType: string;
}

const requestSeconds = [0.002, 0.005, 0.01, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 3, 10];
const jobSeconds = [0.01, 0.05, 0.2, 1, 5, 20, 60, 300, 900];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by route pattern, method and class of status',
    labelNames: ['route', 'method', 'status'],
    buckets: requestSeconds,
    registers,
  });
  const jobs = new Histogram({
    name: 'job_duration_seconds',
    help: 'Time of one attempt at a job',
    labelNames: ['job', 'outcome'],
    buckets: jobSeconds,
    registers,
  });
  const routeLabel = createRouteLabel();
  return {
    observeRequest: ({ route, method, status, ms }) =>
      requests
        .labels(routeLabel(route), methodLabel(method), `${Math.floor(status / 100)}xx`)
        .observe(ms / 1000),
    observeJob: ({ job, outcome, ms }) => jobs.labels(job, outcome).observe(ms / 1000),
    watchPool: createPoolGauge(registry),
    watchQueues: (list) => addQueueGauge(registry, list),
    read: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

// A client may name any method; each new label is memory that is never given back.
function methodLabel(method: string): string {
  return methods.has(method) ? method : 'other';
}

const routePattern = /^\/[\w./:*?-]{0,100}$/u;
const maxRoutes = 300;

// The program has a few dozen patterns. Should a path ever be given in their place, its names stay out
// after the first few hundred and memory stays bounded.
function createRouteLabel(): (route: string | undefined) => string {
  const known = new Set<string>();
  return (route) => {
    if (route === undefined) return 'none';
    if (known.has(route)) return route;
    if (known.size >= maxRoutes || !routePattern.test(route)) return 'other';
    known.add(route);
    return route;
  };
}

function createPoolGauge(registry: Registry): Metrics['watchPool'] {
  const pools = new Map<string, WatchedPool>();
  const gauge = new Gauge({
    name: 'database_connections',
    help: 'Connections of a pool that are busy or idle, and queries waiting for one',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect: () => {
      for (const [name, { totalCount, idleCount, waitingCount }] of pools) {
        gauge.labels(name, 'busy').set(totalCount - idleCount);
        gauge.labels(name, 'idle').set(idleCount);
        gauge.labels(name, 'waiting').set(waitingCount);
      }
    },
  });
  return (name, pool) => void pools.set(name, pool);
}

function addQueueGauge(registry: Registry, list: () => Promise<readonly QueueSample[]>): void {
  const failures = new Counter({
    name: 'jobs_unreadable_total',
    help: 'How often the queues could not be asked',
    registers: [registry],
  });
  const gauge = new Gauge({
    name: 'jobs',
    help: 'Jobs in a queue by state: waiting, active, failed and to be tried again, dead',
    labelNames: ['job', 'state'],
    registers: [registry],
    collect: async () => {
      // Old figures would look like present ones.
      gauge.reset();
      try {
        for (const { name, waiting, active, failed, dead } of await list()) {
          const counts = { waiting, active, failed, dead };
          for (const [state, count] of Object.entries(counts)) gauge.labels(name, state).set(count);
        }
      } catch {
        failures.inc();
      }
    },
  });
}
