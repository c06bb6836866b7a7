'use client';
import { MirroredHistogram } from '@bestiary/ui/components/mirrored-histogram';
import { histogramCsv, type Histogram } from '@bestiary/ui/prepare-histogram';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import type { ImagePick } from './image-pick.ts';

/** How sure the run was, of right and of wrong images. */
export function ConfidencePanel({
  histogram,
  titles,
  marked,
  onPick,
}: {
  histogram: Histogram;
  titles: readonly [string, string];
  marked: { bar: number; group: number } | null;
  onPick: (pick: ImagePick) => void;
}) {
  return (
    <ChartPanel title="Confidence" part="confidence" csv={() => histogramCsv(histogram, titles)}>
      <MirroredHistogram
        label="Probability of the predicted class, right and wrong images"
        histogram={histogram}
        titles={titles}
        toneOf={(_, group) => (group === 1 ? 'right' : 'wrong')}
        marked={marked}
        onPick={(bar, group) => onPick({ kind: 'bar', bar, group })}
      />
    </ChartPanel>
  );
}
