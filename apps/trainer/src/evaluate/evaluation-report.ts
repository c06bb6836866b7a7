import type { BadImage } from '@bestiary/datasets/bad-image';
import type { FinalFigures } from '../train/report.ts';

/** What `bestiary evaluate --json` prints. */
export interface EvaluationReport {
  /** the new run */
  runId: string;
  /** the run's page in the dashboard */
  url: string;
  name: string;
  project: string;
  /** the run that the model comes from, where the server knows it */
  evaluates: string | null;
  model: { folder: string; backbone: string; classNames: readonly string[] };
  dataset: { dir: string; name: string; manifestSha256: string };
  /** images that were counted */
  images: number;
  skipped: readonly BadImage[];
  /** counted from the predictions that were logged */
  final: FinalFigures;
  /** whether the server has everything; else where the rest is kept for `bestiary sync` */
  delivered: boolean;
  keptIn: string | null;
}

/** The report for people: the figures, then the confusion matrix with predictions in rows. */
export function describeEvaluation({ final, images, url, delivered, keptIn }: EvaluationReport): string {
  const names = Object.keys(final.recall);
  const share = (value: number | null): string => (value === null ? 'none' : value.toFixed(4));
  const rule = names.length === 2 ? 'probability ≥ 0.5' : 'most probable class';
  const lines = [
    `accuracy            ${share(final.accuracy)}   (${images} images, ${rule})`,
    `balanced accuracy   ${share(final.balancedAccuracy)}`,
    ...names.map((name) => `recall ${name.padEnd(12)} ${share(final.recall[name]!)}`),
    '',
    ...confusionTable(names, final.confusion),
    '',
    `run                 ${url}`,
  ];
  if (!delivered)
    lines.push(`The server is away. What it lacks is kept in ${keptIn}: \`bestiary sync\` sends it.`);
  return lines.join('\n');
}

function confusionTable(names: readonly string[], confusion: readonly (readonly number[])[]): string[] {
  const first = 'predicted \\ label';
  const left = Math.max(first.length, ...names.map((name) => name.length));
  const width = Math.max(...names.map((name) => name.length), ...confusion.flat().map((n) => `${n}`.length));
  const row = (head: string, cells: readonly (string | number)[]): string =>
    [head.padEnd(left), ...cells.map((cell) => String(cell).padStart(width))].join('  ');
  return [row(first, names), ...names.map((name, i) => row(name, confusion[i]!))];
}
