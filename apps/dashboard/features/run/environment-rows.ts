import type { Environment } from '@bestiary/contracts/run';
import { formatBytes } from '@bestiary/ui/format';

export interface Row {
  name: string;
  value: string;
}

/** Where a run happened, in words; what is not known is left out. */
export function environmentRows(environment: Environment): Row[] {
  const { weights, gitCommit, gitBranch, gitDirty, cpu, cpuCount, memoryBytes } = environment;
  const rows: [string, string | undefined][] = [
    ['command', environment.command],
    ['backend', environment.backend],
    ['weights', weights === undefined ? undefined : `${weights.name} (${weights.source})`],
    ['weights sha256', weights?.sha256],
    [
      'git commit',
      gitCommit === undefined
        ? undefined
        : `${gitCommit}${gitBranch === undefined ? '' : ` on ${gitBranch}`}${gitDirty ? ', with uncommitted changes' : ''}`,
    ],
    ['host', environment.hostname],
    ['platform', environment.platform],
    [
      'processor',
      cpu === undefined ? undefined : `${cpu}${cpuCount === undefined ? '' : `, ${cpuCount} cores`}`,
    ],
    ['memory', memoryBytes === undefined ? undefined : formatBytes(memoryBytes)],
    ['Bestiary', environment.bestiaryVersion],
    ['Node.js', environment.nodeVersion],
    ['TensorFlow', environment.tensorflowVersion],
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

/** A JSON value as one line. */
export function jsonWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
