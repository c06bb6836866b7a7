import { formatShare } from '@bestiary/ui/format';
import type { Calibration } from '@bestiary/ui/prepare-calibration';
import { barWords } from '@bestiary/ui/prepare-histogram';
import { SLICE_TITLES } from '@bestiary/ui/prepare-slices';
import type { ImagePick } from './image-pick.ts';
import { thresholdWords } from './threshold-words.ts';

/** What a pick is called. */
export function pickWords(
  pick: ImagePick,
  {
    classNames,
    groupTitles,
    bars,
    calibration,
  }: {
    classNames: readonly string[];
    /** of the histogram's groups 0 and 1 */
    groupTitles: readonly [string, string];
    bars: number;
    calibration: Calibration;
  },
): string {
  const nameOf = (index: number) => classNames[index] ?? String(index);
  switch (pick.kind) {
    case 'wrong':
      return 'Wrong, the worst first';
    case 'right':
      return 'Right, the least sure first';
    case 'cell':
      return `Labelled ${nameOf(pick.label)}, predicted ${nameOf(pick.predicted)}`;
    case 'predicted':
      return `Predicted ${nameOf(pick.predicted)}`;
    case 'label':
      return `Labelled ${nameOf(pick.label)}`;
    case 'above':
      return `Probability of ${nameOf(pick.index)} ≥ ${thresholdWords(pick.threshold)}`;
    case 'bar':
      return `Probability ${barWords(pick.bar, bars)}, ${groupTitles[pick.group] ?? ''}`;
    case 'bin': {
      const bin = calibration.bins[pick.bin];
      return bin === undefined
        ? 'A bin that is no more'
        : `Confidence ${formatShare(bin.low)} to ${formatShare(bin.high)}`;
    }
    case 'slice':
      return `${SLICE_TITLES[pick.property]}: ${pick.group}`;
  }
}
