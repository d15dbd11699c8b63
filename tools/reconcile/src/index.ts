export { reconcile, type ReconcileOptions } from './reconcile.js';
export type { Difference, ReconcileReport } from './report.js';
