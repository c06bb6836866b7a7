import { openRun } from './run.ts';

/** A process for the tests of `sync`: logs a point every millisecond until it is killed. */
const [serverUrl = '', walDir] = process.argv.slice(2);
const run = await openRun({ serverUrl, project: 'sync', name: 'endless', walDir });
let step = 0;
process.on('message', () => process.send?.({ step }));
process.send?.({ runId: run.id });
setInterval(() => run.logMetrics({ loss: step }, { step: step++ }), 1);
