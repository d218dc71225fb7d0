import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const registry = new Registry();
const seconds = new Histogram({
  name: 'newel_request_seconds',
  help: 'Time from request to reply, by method, route pattern and status',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 5],
  registers: [registry],
});
let started = false;

/** Counts one request. The label is the pattern of the route: an address can name a record. */
export function observe(method: string, route: string, status: number, duration: number): void {
  seconds.observe({ method, route, status }, duration);
}

/** The metrics in the text format of Prometheus. */
export function metricsText(): Promise<string> {
  if (!started) collectDefaultMetrics({ register: registry });
  started = true;
  return registry.metrics();
}
