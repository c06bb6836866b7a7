/** The two appearances of every chart and page. */
export type ThemeName = 'light' | 'dark';

/** Colours of a chart, as hexadecimal `#rrggbb`. */
export interface ChartTheme {
  background: string;
  text: string;
  mutedText: string;
  grid: string;
  training: string;
  validation: string;
  test: string;
  /** ramp of a confusion matrix's diagonal, from nothing to everything */
  right: readonly [string, string];
  /** ramp of its other cells */
  wrong: readonly [string, string];
  /** one colour a run in an overlay, told apart in the common kinds of colour blindness (after Okabe and Ito, 2008) */
  runs: readonly string[];
}

export const CHART_THEMES: Readonly<Record<ThemeName, ChartTheme>> = {
  light: {
    background: '#ffffff',
    text: '#1d211f',
    mutedText: '#5f6662',
    grid: '#e6e6e0',
    training: '#4a68b5',
    validation: '#b45309',
    test: '#7a4a8c',
    right: ['#eef4f1', '#14705f'],
    wrong: ['#f7f1ee', '#b3361f'],
    runs: ['#14705f', '#b45309', '#4a68b5', '#a3366f', '#7d6a00', '#1986b8', '#7a4a8c', '#5c6660'],
  },
  dark: {
    background: '#161a18',
    text: '#e9ece8',
    mutedText: '#9aa39d',
    grid: '#2a302d',
    training: '#8ba7ee',
    validation: '#f2a65a',
    test: '#c9a0dc',
    right: ['#1c2622', '#3fae97'],
    wrong: ['#2a1f1c', '#e2674c'],
    runs: ['#4cc3ab', '#f2a65a', '#8ba7ee', '#ec8cba', '#d8c34a', '#6cc3ea', '#c9a0dc', '#a8b0aa'],
  },
};

/** The colour between two of the form `#rrggbb`; `share` 0 gives the first, 1 the second. */
export function mixColours(from: string, to: string, share: number): string {
  const channel = (start: number) => {
    const a = Number.parseInt(from.slice(start, start + 2), 16);
    const b = Number.parseInt(to.slice(start, start + 2), 16);
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Relative luminance of `#rrggbb`, 0..1 (WCAG 2.2, definition of relative luminance). */
export function luminanceOf(colour: string): number {
  const linear = (start: number) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

/** Contrast ratio of two colours, 1..21 (WCAG 2.2, definition of contrast ratio). */
export function contrastOf(one: string, other: string): number {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Of black and white, the one that reads better on `background`: at least 4.58, as their geometric mean lies there. */
export function inkOn(background: string): '#000000' | '#ffffff' {
  return contrastOf(background, '#000000') >= contrastOf(background, '#ffffff') ? '#000000' : '#ffffff';
}
