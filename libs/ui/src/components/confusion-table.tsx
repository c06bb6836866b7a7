import type { ReactNode } from 'react';
import clsx from 'clsx';
import { formatCount, formatShare } from '../format.ts';
import {
  prepareConfusion,
  type ConfusionCell,
  type ConfusionMatrix,
  type Normalisation,
} from '../prepare-confusion.ts';

const WHOLE: Readonly<Record<Normalisation, string>> = {
  all: 'of all images',
  row: 'of what was predicted so',
  column: 'of what is labelled so',
};
/** Beyond this many classes a cell has its count alone. */
const SHARES_UP_TO = 12;

/**
 * A confusion matrix as a heat-map that is a table: rows predictions, columns labels, unless it is turned. It has the colours of
 * both themes at once, so that it is right before any script has run.
 *
 * @param link makes a cell's content, which says its name, a link to its images
 */
export function ConfusionTable({
  matrix,
  normalise,
  link,
  marked,
  turned = false,
}: {
  matrix: ConfusionMatrix;
  normalise: Normalisation;
  link?: (cell: ConfusionCell, content: ReactNode) => ReactNode;
  /** the cell whose images are shown */
  marked?: { predicted: number; label: number } | undefined;
  /** rows are labels and columns predictions */
  turned?: boolean;
}) {
  const light = prepareConfusion(matrix, normalise, 'light');
  const dark = prepareConfusion(matrix, normalise, 'dark');
  const { classNames } = light;
  // one long name of many must not widen its column
  const isEven = classNames.length > 3 && classNames.length <= SHARES_UP_TO;
  const roomy = classNames.length <= SHARES_UP_TO;
  return (
    // relative: words for screen readers inside are placed against it, and would else widen the page
    <div
      className="relative overflow-x-auto"
      // where nothing in it takes the focus, it does: to be scrolled with the keyboard
      {...(link === undefined && { role: 'group', 'aria-label': 'Confusion matrix', tabIndex: 0 })}
    >
      <table
        className={clsx(
          'w-full border-separate border-spacing-0.5 text-center tabular-nums',
          isEven && 'table-fixed',
        )}
        style={isEven ? { minWidth: `${classNames.length * 3.5 + 10}rem` } : undefined}
      >
        <caption className="sr-only">
          Confusion matrix: rows are{' '}
          {turned ? 'labels, columns are predictions' : 'predictions, columns are labels'}; each cell has a
          count and its share {WHOLE[normalise]}.
        </caption>
        {isEven && (
          <colgroup>
            <col className="w-28" />
            <col span={classNames.length} />
            <col className="w-12" />
          </colgroup>
        )}
        <thead>
          <tr>
            <td />
            <th
              colSpan={classNames.length}
              scope="colgroup"
              className="pb-1 text-2xs font-normal tracking-wide text-muted"
            >
              {turned ? 'prediction' : 'label'}
            </th>
            <td />
          </tr>
          <tr>
            <th scope="col" className="pr-2 text-right text-2xs font-normal tracking-wide text-muted">
              {turned ? 'label' : 'prediction'}
            </th>
            {classNames.map((name) => (
              <th key={name} scope="col" className="max-w-24 truncate px-1 pb-1 font-medium" title={name}>
                {name}
              </th>
            ))}
            <th scope="col" className="px-1 pb-1 text-2xs font-normal text-muted">
              sum
            </th>
          </tr>
        </thead>
        <tbody>
          {classNames.map((rowName, row) => (
            <tr key={rowName}>
              <th scope="row" className="max-w-28 truncate pr-2 text-right font-medium" title={rowName}>
                {rowName}
              </th>
              {classNames.map((columnName, column) => {
                const cell = turned ? light.cells[column]![row]! : light.cells[row]![column]!;
                const other = dark.cells[cell.predicted]?.[cell.label] ?? cell;
                const isMarked = marked?.predicted === cell.predicted && marked.label === cell.label;
                const share = cell.share === null ? null : formatShare(cell.share);
                const name =
                  `${formatCount(cell.count)} labelled ${classNames[cell.label]}, predicted ${classNames[cell.predicted]}` +
                  (share === null ? '' : ` (${share} ${WHOLE[normalise]})`);
                const isLink = link !== undefined && cell.count > 0;
                const content = (
                  <>
                    <span aria-hidden className="flex h-full flex-col justify-center">
                      <span className={clsx('block', roomy && 'text-base font-semibold')}>
                        {formatCount(cell.count)}
                      </span>
                      {roomy && <span className="block text-2xs">{share ?? '–'}</span>}
                    </span>
                    <span className="sr-only">{isLink ? `${name}: show the images` : name}</span>
                  </>
                );
                return (
                  <td
                    key={columnName}
                    className={clsx(
                      'rounded p-0',
                      classNames.length <= 3
                        ? 'h-20 min-w-16'
                        : roomy
                          ? 'h-14 min-w-14'
                          : 'h-7 min-w-7 text-2xs',
                      isMarked && 'outline-2 outline-offset-1 outline-ink',
                    )}
                    style={{
                      background: `light-dark(${cell.background}, ${other.background})`,
                      color: `light-dark(${cell.ink}, ${other.ink})`,
                    }}
                  >
                    {isLink ? link(cell, content) : content}
                  </td>
                );
              })}
              <td className="px-1 text-xs text-muted">
                {formatCount((turned ? light.labelTotals : light.predictedTotals)[row] ?? 0)}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="pr-2 text-right text-2xs font-normal text-muted">
              sum
            </th>
            {(turned ? light.predictedTotals : light.labelTotals).map((total, k) => (
              <td key={classNames[k]} className="pt-1 text-xs text-muted">
                {formatCount(total)}
              </td>
            ))}
            <td className="pt-1 text-xs text-muted">{formatCount(light.total)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
