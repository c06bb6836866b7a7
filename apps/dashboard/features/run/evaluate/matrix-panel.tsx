'use client';
import { useMemo } from 'react';
import type { Confusion } from '@bestiary/metrics/confusion';
import { ConfusionTable } from '@bestiary/ui/components/confusion-table';
import { MatrixCanvas, type MatrixCell } from '@bestiary/ui/components/matrix-canvas';
import { Segmented } from '@bestiary/ui/components/segmented';
import { confusionCsv } from '@bestiary/ui/confusion-csv';
import { confusionPicture } from '@bestiary/ui/confusion-picture';
import { orderClasses } from '@bestiary/ui/prepare-matrix';
import { ArrowDownUp } from 'lucide-react';
import { useChartSearch } from '../../charts/chart-search.ts';
import { useThemeName } from '../../shell/use-theme-name.ts';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { RUN_SEARCH } from '../run-search.ts';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

/** A matrix of more classes is a picture to walk through, of fewer a table. */
const TABLE_UP_TO = 12;

/** The confusion matrix, in any order of classes, turned or not; each cell opens its images. */
export function MatrixPanel({
  confusion,
  classNames,
  marked,
  onPick,
}: {
  /** `[predicted][label]` */
  confusion: Confusion;
  classNames: readonly string[];
  marked: MatrixCell | null;
  onPick: (pick: ImagePick) => void;
}) {
  const [{ order, turned, share }, setSearch] = useChartSearch({
    order: EVALUATE_SEARCH.order,
    turned: EVALUATE_SEARCH.turned,
    share: RUN_SEARCH.share,
  });
  const theme = useThemeName();
  const classes = classNames.length;
  const ordered = useMemo(() => orderClasses(confusion, order), [confusion, order]);
  const matrix = {
    classNames: ordered.map((c) => classNames[c]!),
    confusion: ordered.map((predicted) => ordered.map((label) => confusion[predicted]![label]!)),
  };
  const pickCell = ({ predicted, label }: MatrixCell) => onPick({ kind: 'cell', predicted, label });
  return (
    <ChartPanel
      title="Confusion matrix"
      part="matrix"
      picture={(drawnIn) => confusionPicture(matrix, { normalise: share, theme: drawnIn, turned })}
      csv={() => confusionCsv(matrix)}
      aside={
        <>
          {classes > 2 && (
            <Segmented
              label="Order of classes"
              value={order}
              onChange={(next) => void setSearch({ order: next })}
              options={[
                { value: 'given', label: 'as named' },
                { value: 'confused', label: 'confused together' },
                { value: 'worst', label: 'worst first' },
                { value: 'largest', label: 'largest first' },
              ]}
            />
          )}
          <Segmented
            label="Shares of"
            value={share}
            onChange={(next) => void setSearch({ share: next })}
            options={[
              { value: 'column', label: 'of label' },
              { value: 'row', label: 'of prediction' },
              { value: 'all', label: 'of all' },
            ]}
          />
          <button
            type="button"
            aria-pressed={turned}
            onClick={() => void setSearch({ turned: !turned })}
            title={turned ? 'Rows are labels' : 'Rows are predictions'}
            className="inline-flex items-center gap-1 rounded-md border border-line bg-panel px-2 py-1 text-xs hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <ArrowDownUp aria-hidden size={12} /> turn
          </button>
        </>
      }
    >
      {classes > TABLE_UP_TO ? (
        <MatrixCanvas
          confusion={confusion}
          classNames={classNames}
          order={ordered}
          turned={turned}
          normalise={share}
          theme={theme}
          marked={marked}
          onPick={pickCell}
        />
      ) : (
        <ConfusionTable
          matrix={matrix}
          normalise={share}
          turned={turned}
          marked={
            marked === null
              ? undefined
              : { predicted: ordered.indexOf(marked.predicted), label: ordered.indexOf(marked.label) }
          }
          link={(cell, content) => (
            <button
              type="button"
              onClick={() => pickCell({ predicted: ordered[cell.predicted]!, label: ordered[cell.label]! })}
              className="block size-full rounded hover:ring-2 hover:ring-ink/50"
            >
              {content}
            </button>
          )}
        />
      )}
    </ChartPanel>
  );
}
