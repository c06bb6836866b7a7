'use client';
import { useState } from 'react';
import type { RankingGroup } from '@bestiary/contracts/ranking';
import { ConfusionTable } from '@bestiary/ui/components/confusion-table';
import { confusionPicture, differencePicture, signed } from '@bestiary/ui/confusion-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatShare } from '@bestiary/ui/format';
import { confusionDifference, type DifferenceCell } from '@bestiary/ui/prepare-confusion-difference';
import clsx from 'clsx';
import { framePicture, tilePictures } from '@bestiary/ui/picture';
import { ChartPanel } from '../charts/chart-panel.tsx';
import type { Comparison } from './comparison.ts';
import type { RunPair } from './pair-picker.tsx';
import { RunSwatch } from './run-swatch.tsx';

/** Beyond so many matrices a click shows the others. */
const SHOWN = 8;
/** Matrices beside each other in a picture. */
const PICTURE_COLUMNS = 4;

/** Confusion matrices side by side, and by how much those of the pair differ where it is among them. */
export function ComparedConfusions({
  title,
  groups,
  pair,
  comparison,
}: {
  title: string;
  groups: readonly RankingGroup[];
  pair: RunPair | null;
  comparison: Comparison;
}) {
  const [all, setAll] = useState(false);
  const { names, styles } = comparison;
  const runs = groups.flatMap(({ classNames, runs }) => runs.map((run) => ({ ...run, classNames })));
  const shown = all ? runs : runs.slice(0, SHOWN);
  const of = (id: string | undefined) => runs.find(({ runId }) => runId === id);
  const [a, b] = [of(pair?.a), of(pair?.b)];
  const difference = a === undefined || b === undefined ? undefined : confusionDifference(a, b);
  return (
    <ChartPanel
      title={title}
      part="confusions"
      aside={<span className="text-xs text-muted">rows predictions, columns labels, shares of label</span>}
      picture={(theme) =>
        tilePictures(
          [
            ...(difference === undefined
              ? []
              : [
                  framePicture(differencePicture(difference, a!.classNames, theme), {
                    title: `${names.get(b!.runId)} less ${names.get(a!.runId)}`,
                    theme,
                  }),
                ]),
            ...shown.map((run) =>
              framePicture(confusionPicture(run, { normalise: 'column', theme }), {
                title: names.get(run.runId) ?? run.runId,
                theme,
              }),
            ),
          ],
          PICTURE_COLUMNS,
        )
      }
      csv={() => csvOf(groups, names)}
    >
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-6">
        {difference !== undefined && (
          <li className="min-w-0">
            <p className="mb-2 truncate font-medium">B less A</p>
            <DifferenceTable cells={difference} classNames={a!.classNames} />
          </li>
        )}
        {shown.map((run) => (
          <li key={run.runId} className="min-w-0">
            <p className="mb-2 flex min-w-0 items-center gap-2">
              <RunSwatch style={styles.get(run.runId)} />
              <span className="min-w-0 flex-1 truncate font-medium" title={names.get(run.runId)}>
                {names.get(run.runId)}
              </span>
              {pair !== null && run.runId === pair.a && <span className="text-xs text-muted">A</span>}
              {pair !== null && run.runId === pair.b && <span className="text-xs text-muted">B</span>}
            </p>
            <ConfusionTable matrix={run} normalise="column" />
          </li>
        ))}
      </ul>
      {shown.length < runs.length && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="mt-4 rounded-md border border-line bg-panel px-4 py-1.5 hover:border-line-strong"
        >
          Show {runs.length - shown.length} more
        </button>
      )}
    </ChartPanel>
  );
}

function DifferenceTable({
  cells,
  classNames,
}: {
  cells: readonly (readonly DifferenceCell[])[];
  classNames: readonly string[];
}) {
  const most = Math.max(1e-9, ...cells.flat().map(({ share }) => Math.abs(share ?? 0)));
  return (
    // with the keyboard it is scrolled when it has the focus
    <div
      role="group"
      aria-label="Difference of confusion matrices"
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table className="w-full border-separate border-spacing-0.5 text-center tabular-nums">
        <caption className="sr-only">
          Confusion matrix of B less that of A: rows are predictions, columns are labels; each cell has the
          difference of counts and of shares of the label.
        </caption>
        <thead>
          <tr>
            <td />
            {classNames.map((name) => (
              <th key={name} scope="col" className="max-w-24 truncate px-1 pb-1 font-medium" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, predicted) => (
            <tr key={classNames[predicted]}>
              <th scope="row" className="max-w-28 truncate pr-2 text-right font-medium">
                {classNames[predicted]}
              </th>
              {row.map(({ label, count, share, better }) => {
                const depth = Math.round((Math.abs(share ?? 0) / most) * 45);
                return (
                  <td
                    key={label}
                    className={clsx('h-16 min-w-14 rounded px-1', better === null && 'bg-raised')}
                    style={
                      better === null
                        ? undefined
                        : {
                            background: `color-mix(in srgb, var(${better ? '--accent' : '--bad'}) ${depth}%, var(--raised))`,
                          }
                    }
                  >
                    <span className="block text-base font-semibold">{signed(count, formatCount)}</span>
                    <span className="block text-2xs">
                      {share === null ? '–' : signed(share, formatShare)}
                    </span>
                    <span className="sr-only">
                      {better === null ? ', the same' : better ? ', B is better' : ', B is worse'}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function csvOf(groups: readonly RankingGroup[], names: ReadonlyMap<string, string>): string {
  return toCsv(
    ['run', 'id', 'predicted', 'label', 'images'],
    groups.flatMap(({ runs, classNames }) =>
      runs.flatMap(({ runId, confusion }) =>
        confusion.flatMap((row, predicted) =>
          row.map((count, label) => [
            names.get(runId),
            runId,
            classNames[predicted],
            classNames[label],
            count,
          ]),
        ),
      ),
    ),
  );
}
