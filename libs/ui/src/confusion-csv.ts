import { toCsv } from './csv.ts';
import type { ConfusionMatrix } from './prepare-confusion.ts';

/** One row a cell. */
export function confusionCsv({ classNames, confusion }: ConfusionMatrix): string {
  return toCsv(
    ['predicted', 'label', 'images'],
    confusion.flatMap((row, predicted) =>
      row.map((count, label) => [classNames[predicted], classNames[label], count]),
    ),
  );
}
