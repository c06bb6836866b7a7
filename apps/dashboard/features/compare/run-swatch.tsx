import { CHART_THEMES } from '@bestiary/ui/chart-theme';

/** The colour of a run in the charts of its comparison. @param index the run's place */
export function RunSwatch({ index }: { index: number }) {
  const { length } = CHART_THEMES.light.runs;
  const light = CHART_THEMES.light.runs[index % length];
  const dark = CHART_THEMES.dark.runs[index % length];
  return (
    <svg aria-hidden width="14" height="10" className="inline-block shrink-0">
      <path
        d="M0 5h14"
        strokeWidth="3"
        strokeDasharray={index >= length ? '4 3' : undefined}
        style={{ stroke: `light-dark(${light}, ${dark})` }}
      />
    </svg>
  );
}
