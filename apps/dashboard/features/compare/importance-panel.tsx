import { MIN_IMPORTANCE_RUNS, type ImportanceReport } from '@bestiary/metrics/parameter-importance';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatFixed, formatShare } from '@bestiary/ui/format';
import { ChartPanel } from '../charts/chart-panel.tsx';

/** Which parameters the outcome hangs on, and how far that can be believed. */
export function ImportancePanel({
  report,
  target,
  runs,
}: {
  report: ImportanceReport | undefined;
  target: string;
  runs: number;
}) {
  const most = Math.max(1e-9, ...(report?.parameters.map(({ importance }) => importance) ?? []));
  return (
    <ChartPanel
      title={`Importance for ${target}`}
      part="importance"
      picture={(theme) =>
        barsPicture(
          (report?.parameters ?? []).map(({ name, importance }) => ({
            name,
            value: importance / most,
            words: importance > 0 ? formatFixed(importance, 3) : 'none seen',
          })),
          theme,
        )
      }
      csv={
        report &&
        (() =>
          toCsv(
            ['parameter', 'importance', 'runs', 'explained'],
            report.parameters.map(({ name, importance }) => [
              name,
              importance,
              report.runs,
              report.explained,
            ]),
          ))
      }
    >
      {report === undefined ? (
        <p className="text-muted">
          {runs < MIN_IMPORTANCE_RUNS
            ? `With ${runs} runs nothing can be said: it takes ${MIN_IMPORTANCE_RUNS}.`
            : `Nothing can be said: it takes ${MIN_IMPORTANCE_RUNS} runs with this metric, whose values and parameters differ.`}
        </p>
      ) : (
        <>
          <ul className="flex flex-col gap-2">
            {report.parameters.map(({ name, importance }) => (
              <li key={name}>
                <span className="flex justify-between gap-2">
                  <span className="min-w-0 truncate">{name}</span>
                  <span className="tabular-nums">
                    {importance > 0 ? (
                      formatFixed(importance, 3)
                    ) : (
                      <span className="text-muted">none seen</span>
                    )}
                  </span>
                </span>
                <span aria-hidden className="mt-0.5 block h-1.5 rounded-full bg-raised">
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${Math.max(0, importance / most) * 100}%` }}
                  />
                </span>
              </li>
            ))}
          </ul>
          <p className="mt-3 max-w-[70ch] text-xs text-muted">
            Permutation importance in a random forest of 200 trees over {report.runs} runs: by how much the
            error on runs a tree has not seen rises when the parameter is shuffled, as a share of the
            variance.{' '}
            {report.explained > 0
              ? `The forest explains ${formatShare(report.explained)} of the variance of unseen runs.`
              : 'The forest explains nothing of unseen runs: these figures say nothing.'}{' '}
            Parameters that were changed together share their importance.
          </p>
        </>
      )}
    </ChartPanel>
  );
}
