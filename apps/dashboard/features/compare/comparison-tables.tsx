import type { ReactNode } from 'react';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import type { RunDetail } from '@bestiary/contracts/run';
import { Panel } from '@bestiary/ui/components/panel';
import clsx from 'clsx';
import { MetricValue } from '../runs/metric-value.tsx';
import { bestOf } from './best-run.ts';
import { differingParams } from './differing-params.ts';
import { RunSwatch } from './run-swatch.tsx';

/** The last value of every metric, the best of each in bold. */
export function MetricsTable({ runs }: { runs: readonly RunDetail[] }) {
  const usual: readonly string[] = EPOCH_METRICS;
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].sort((a, b) => {
    const place = (key: string) => (usual.includes(key) ? usual.indexOf(key) : usual.length);
    return place(a) - place(b) || (a < b ? -1 : 1);
  });
  return (
    <Panel title="Last values">
      <Table runs={runs} caption="Last value of each metric, by run">
        {keys.map((key) => {
          const values = runs.map((run) => run.metrics[key]);
          const best = bestOf(key, values);
          return (
            <tr key={key} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 text-left font-normal text-muted">
                {key}
              </th>
              {values.map((value, i) => (
                <td
                  key={runs[i]!.id}
                  className={clsx('px-2 py-1.5 text-right', best.includes(i) && 'font-semibold text-accent')}
                >
                  <MetricValue value={value} />
                  {best.includes(i) && <span className="sr-only"> (best)</span>}
                </td>
              ))}
            </tr>
          );
        })}
      </Table>
    </Panel>
  );
}

/** The parameters in which the runs differ. */
export function ParamsTable({ runs }: { runs: readonly RunDetail[] }) {
  const rows = differingParams(runs.map((run) => run.params));
  return (
    <Panel title="Parameters that differ">
      {rows.length === 0 ? (
        <p className="text-muted">None: these runs were set up alike.</p>
      ) : (
        <Table runs={runs} caption="Parameters that differ, by run">
          {rows.map(({ name, values }) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 text-left font-normal text-muted">
                {name}
              </th>
              {values.map((value, i) => (
                <td
                  key={runs[i]!.id}
                  className="max-w-40 truncate px-2 py-1.5 text-right font-mono text-xs"
                  title={value ?? undefined}
                >
                  {value ?? <span className="text-muted">–</span>}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

function Table({
  runs,
  caption,
  children,
}: {
  runs: readonly RunDetail[];
  caption: string;
  children: ReactNode;
}) {
  return (
    // relative: words for screen readers inside are placed against it, and would else widen the page
    <div className="relative overflow-x-auto">
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <td />
            {runs.map((run, i) => (
              <th
                key={run.id}
                scope="col"
                title={run.name}
                className="max-w-32 min-w-20 px-2 pb-1.5 text-right font-medium"
              >
                <span className="flex items-center justify-end gap-1.5">
                  <RunSwatch index={i} />
                  <span className="truncate">{run.name}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
