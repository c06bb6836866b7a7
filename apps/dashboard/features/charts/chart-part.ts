/** What a chart is drawn of: one run, or several. */
export type ChartSubject = 'run' | 'runs';

interface PartKind {
  of: ChartSubject;
  /** the settings that it looks at, as in the address of its page */
  settings: readonly string[];
}

const COMPARED = ['runs', 'hidden'];
const JUDGED = ['run', 'split', 'every'];
const AT_THRESHOLD = [...JUDGED, 'threshold', 'positive'];

/** The charts that can stand in a report, by the name that they have there. */
export const CHART_PARTS = {
  curves: {
    of: 'runs',
    settings: [...COMPARED, 'metrics', 'smoothing', 'axis', 'logx', 'logy', 'zoom', 'group'],
  },
  leaderboard: { of: 'runs', settings: ['runs', 'split'] },
  confusions: { of: 'runs', settings: ['runs', 'split', 'a', 'b'] },
  parallel: { of: 'runs', settings: ['runs', 'axes', 'brush', 'target'] },
  scatter: { of: 'runs', settings: ['runs', 'x', 'y', 'axes', 'brush', 'target'] },
  importance: { of: 'runs', settings: ['runs', 'target'] },
  'learning-curve': { of: 'run', settings: ['run', 'metric', 'smoothing', 'log'] },
  threshold: { of: 'run', settings: [...AT_THRESHOLD, 'costs'] },
  matrix: { of: 'run', settings: [...AT_THRESHOLD, 'order', 'turned', 'share'] },
  rates: { of: 'run', settings: AT_THRESHOLD },
  figures: { of: 'run', settings: JUDGED },
  confused: { of: 'run', settings: JUDGED },
  classes: { of: 'run', settings: [...JUDGED, 'sort'] },
  confidence: { of: 'run', settings: JUDGED },
  roc: { of: 'run', settings: [...AT_THRESHOLD, 'against'] },
  'precision-recall': { of: 'run', settings: [...AT_THRESHOLD, 'against'] },
  calibration: { of: 'run', settings: [...JUDGED, 'positive', 'bins', 'scaled'] },
  slices: { of: 'run', settings: [...AT_THRESHOLD, 'slices'] },
} as const satisfies Readonly<Record<string, PartKind>>;

export type ChartPart = keyof typeof CHART_PARTS;

/** A chart in words: what it is and how it is set. */
export interface ChartLine {
  part: ChartPart;
  search: URLSearchParams;
}

/**
 * The line of a report that draws a chart as it is now: `curves: runs=ID,ID&metrics=val_loss`.
 *
 * @param search of the page's address
 * @param own what it has beside the page: which run, which metric
 */
export function chartLine(
  part: ChartPart,
  search: URLSearchParams,
  own: Readonly<Record<string, string>>,
): string {
  const all = new Map([...search, ...Object.entries(own)]);
  const words = CHART_PARTS[part].settings.flatMap((key) => {
    const value = all.get(key);
    return value === undefined ? [] : [`${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`];
  });
  return `${part}: ${words.join('&')}`;
}

/** @returns a sentence about what is wrong, where the line draws nothing */
export function readChartLine(line: string): ChartLine | string {
  const [, name = '', search = ''] = /^\s*([a-z-]+)\s*:(.*)$/.exec(line) ?? [];
  if (!Object.hasOwn(CHART_PARTS, name)) {
    return `"${line.trim().slice(0, 80)}" draws nothing: it begins with none of ${Object.keys(CHART_PARTS).join(', ')}.`;
  }
  const part = name as ChartPart;
  const settings = new URLSearchParams(search.trim());
  const { of } = CHART_PARTS[part];
  if (!settings.has(of)) return `"${line.trim().slice(0, 80)}" says of no ${of}: add ${of}=ID.`;
  return { part, search: settings };
}
