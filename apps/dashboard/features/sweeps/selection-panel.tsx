import type { TrialSelection } from '@bestiary/contracts/sweep-analysis';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatFixed, formatInterval, formatShare } from '@bestiary/ui/format';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { ChartPanel } from '../charts/chart-panel.tsx';

/** How much of the winner's lead is due to its having been chosen on the images that it is judged by. */
export function SelectionPanel({ selection, figure }: { selection: TrialSelection; figure: string }) {
  const { trials, images, winner, apparent, honest, optimism, margin, selectedShare, wins } = selection;
  const most = Math.max(1e-9, ...wins.map(({ share }) => share));
  return (
    <ChartPanel
      title="How much of the lead is selection"
      picture={(theme) =>
        barsPicture(
          wins.map(({ number, share }) => ({
            name: `trial ${number}`,
            value: share / most,
            words: formatShare(share),
          })),
          theme,
        )
      }
      csv={() =>
        toCsv(
          ['trial', 'share of the draws that it wins'],
          wins.map(({ number, share }) => [number, share]),
        )
      }
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="flex flex-col gap-3">
          <p className="max-w-[65ch] text-base">{verdict(selectedShare)}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 tabular-nums">
            <dt className="text-muted">
              {figure} of trial {winner}, where it was chosen
            </dt>
            <dd className="m-0 font-medium">{formatShare(apparent)}</dd>
            <dt className="text-muted">what choosing like this gives elsewhere</dt>
            <dd className="m-0 font-medium">{formatInterval(honest)}</dd>
            <dt className="text-muted">due to the choice</dt>
            <dd className="m-0">{points(optimism)}</dd>
            <dt className="text-muted">ahead of the second best</dt>
            <dd className="m-0">{points(margin)}</dd>
            {selectedShare !== null && (
              <>
                <dt className="text-muted">of its lead over the average trial is selection</dt>
                <dd className="m-0">{formatShare(selectedShare, 0)}</dd>
              </>
            )}
          </dl>
          <p className="max-w-[65ch] text-xs text-muted">
            Bootstrap over the {formatCount(images)} validation images: the best of {formatCount(trials)}{' '}
            trials is chosen anew on each draw, and judged on the images that the draw left out.
          </p>
        </div>
        <div>
          <p className="mb-2 text-xs text-muted">How often each trial is the best, over the draws</p>
          <ul className="flex flex-col gap-1.5">
            {wins.slice(0, 10).map(({ number, share }) => (
              <li key={number} className="grid grid-cols-[5rem_1fr_3.5rem] items-center gap-2 tabular-nums">
                <span>trial {number}</span>
                <span aria-hidden className="block h-1.5 rounded-full bg-raised">
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${(share / most) * 100}%` }}
                  />
                </span>
                <span className="text-right">{formatShare(share)}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </ChartPanel>
  );
}

/** A difference of shares in percentage points. */
function points(share: number): string {
  return `${formatFixed(share * 100, 1)} points`;
}

function verdict(selectedShare: number | null): string {
  if (selectedShare === null) return 'No trial is ahead of the others: any of the best will do.';
  if (selectedShare > 0.75) return 'Most of the lead is luck: on other images, another trial would have won.';
  if (selectedShare > 0.25) return 'Part of the lead is luck: expect a lower figure on new images.';
  return 'The lead is real: choosing cost little of it.';
}
