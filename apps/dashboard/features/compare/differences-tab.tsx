'use client';
import type { ReactNode } from 'react';
import { lessIsBetter } from '@bestiary/contracts/run-search';
import { ExportMenu } from '@bestiary/ui/components/export-menu';
import { Notice } from '@bestiary/ui/components/notice';
import { Panel } from '@bestiary/ui/components/panel';
import { Segmented } from '@bestiary/ui/components/segmented';
import { toCsv } from '@bestiary/ui/csv';
import clsx from 'clsx';
import { useQueryStates } from 'nuqs';
import { CodePanel } from './code-panel.tsx';
import { metricsOf } from './compare-queries.ts';
import { COMPARE_SEARCH, DIFFERENCE_VALUES } from './compare-search.ts';
import type { Comparison } from './comparison.ts';
import { FieldValue } from './field-value.tsx';
import {
  codeIsUncertain,
  differingRows,
  paramWords,
  setupWords,
  type DifferenceRow,
} from './run-differences.ts';
import { metricOf } from './run-field.ts';
import { RunSwatch } from './run-swatch.tsx';

/** What came out of each run, and in what they were set up otherwise. */
export function DifferencesTab({ comparison }: { comparison: Comparison }) {
  const { runs } = comparison;
  return (
    <section aria-label="Differences" className="flex min-w-0 flex-col gap-4">
      <MetricsPanel comparison={comparison} />
      <RowsPanel
        comparison={comparison}
        title="Parameters that differ"
        rows={differingRows(runs.map(paramWords))}
        none="None: these runs were set up alike."
      />
      <RowsPanel
        comparison={comparison}
        title="Data, code and environment that differ"
        rows={differingRows(runs.map(setupWords))}
        none="None: these runs had the same data, code and environment."
      >
        {codeIsUncertain(runs) && (
          <Notice tone="warn" title="Some of these runs had uncommitted changes">
            <p>The same commit does not mean the same code there.</p>
          </Notice>
        )}
      </RowsPanel>
      <CodePanel comparison={comparison} />
    </section>
  );
}

function MetricsPanel({ comparison }: { comparison: Comparison }) {
  const { runs, names } = comparison;
  const [{ value }, setSearch] = useQueryStates({ value: COMPARE_SEARCH.value }, { history: 'push' });
  const rows = metricsOf(runs).map((key) => ({ key, values: runs.map((run) => metricOf(run, key, value)) }));
  return (
    <Panel
      title="Metrics"
      aside={
        <>
          <Segmented
            label="Value"
            value={value}
            options={DIFFERENCE_VALUES.map((each) => ({ value: each, label: each }))}
            onChange={(next) => void setSearch({ value: next })}
          />
          <ExportMenu
            name={`Metrics ${value}`}
            csv={() =>
              toCsv(
                ['metric', ...runs.map(({ id }) => names.get(id)!)],
                rows.map(({ key, values }) => [key, ...values]),
              )
            }
          />
        </>
      }
    >
      {rows.length === 0 ? (
        <p className="text-muted">None of these runs has logged a metric.</p>
      ) : (
        <RunsTable comparison={comparison} caption={`The ${value} value of each metric, by run`}>
          {rows.map(({ key, values }) => {
            const best = bestOf(key, values);
            return (
              <tr key={key} className="border-t border-line">
                <RowName>{key}</RowName>
                {values.map((each, i) => (
                  <td
                    key={runs[i]!.id}
                    className={clsx('px-2 py-1.5 text-right', best === each && 'font-semibold text-accent')}
                  >
                    <FieldValue value={each} />
                    {best !== null && best === each && <span className="sr-only"> (best)</span>}
                  </td>
                ))}
              </tr>
            );
          })}
        </RunsTable>
      )}
    </Panel>
  );
}

/** The best finite value of several runs; `null` where fewer than two have one. */
function bestOf(key: string, values: readonly (number | null)[]): number | null {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (finite.length < 2) return null;
  return lessIsBetter(key) ? Math.min(...finite) : Math.max(...finite);
}

function RowsPanel({
  comparison,
  title,
  rows,
  none,
  children,
}: {
  comparison: Comparison;
  title: string;
  rows: readonly DifferenceRow[];
  none: string;
  children?: ReactNode;
}) {
  const { runs, names } = comparison;
  return (
    <Panel
      title={title}
      aside={
        rows.length > 0 && (
          <ExportMenu
            name={title}
            csv={() =>
              toCsv(
                ['', ...runs.map(({ id }) => names.get(id)!)],
                rows.map(({ name, values }) => [name, ...values]),
              )
            }
          />
        )
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        {rows.length === 0 ? (
          <p className="text-muted">{none}</p>
        ) : (
          <RunsTable comparison={comparison} caption={`${title}, by run`}>
            {rows.map(({ name, values }) => (
              <tr key={name} className="border-t border-line">
                <RowName>{name}</RowName>
                {values.map((value, i) => (
                  <td
                    key={runs[i]!.id}
                    className="max-w-48 truncate px-2 py-1.5 text-right font-mono text-xs"
                    title={value ?? undefined}
                  >
                    {value ?? <span className="text-muted">–</span>}
                  </td>
                ))}
              </tr>
            ))}
          </RunsTable>
        )}
      </div>
    </Panel>
  );
}

function RowName({ children }: { children: ReactNode }) {
  return (
    <th
      scope="row"
      className="sticky left-0 z-1 max-w-40 truncate bg-panel py-1.5 pr-4 text-left font-normal text-muted"
    >
      {children}
    </th>
  );
}

/** Rows over runs: a column a run, the names of the rows staying in view. */
function RunsTable({
  comparison,
  caption,
  children,
}: {
  comparison: Comparison;
  caption: string;
  children: ReactNode;
}) {
  const { runs, styles, names } = comparison;
  return (
    // relative: words for screen readers inside are placed against it, and would else widen the page
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <td className="sticky left-0 z-1 bg-panel" />
            {runs.map(({ id }) => (
              <th
                key={id}
                scope="col"
                title={names.get(id)}
                className="max-w-40 min-w-24 px-2 pb-1.5 text-right font-medium"
              >
                <span className="flex items-center justify-end gap-1.5">
                  <RunSwatch style={styles.get(id)} />
                  <span className="truncate">{names.get(id)}</span>
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
