import { formatMetric } from '../format.ts';
import type { StyledCurve } from '../prepare-learning-curves.ts';

/** The lines of a chart with their last values. */
export function CurveLegend({ curves }: { curves: readonly StyledCurve[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {curves.map((curve) => {
        if (curve.faint) return null;
        const last = curve.values.at(-1);
        return (
          <li key={curve.name} className="flex items-center gap-1.5">
            <svg aria-hidden width="18" height="8" className="shrink-0">
              <path
                d="M0 4h18"
                stroke={curve.colour}
                strokeWidth="2"
                strokeDasharray={curve.dashed ? '5 4' : undefined}
              />
            </svg>
            <span className="text-muted">{curve.name}</span>
            {last !== undefined && <span className="font-medium tabular-nums">{formatMetric(last)}</span>}
          </li>
        );
      })}
    </ul>
  );
}
