import { LineSwatch } from '@bestiary/ui/components/line-swatch';
import { colourOf, DASHES, type RunStyle } from '@bestiary/ui/run-styles';

/** A run's line as it is in the charts, in the colour of either theme. */
export function RunSwatch({ style }: { style: RunStyle | undefined }) {
  if (style === undefined) return null;
  return <LineSwatch colour={themedColour(style)} dash={DASHES[style.dash]!} />;
}

/** A run's colour as CSS, right in both themes. */
export function themedColour(style: RunStyle): string {
  return `light-dark(${colourOf(style, 'light')}, ${colourOf(style, 'dark')})`;
}
