import type { RunCount } from '@bestiary/contracts/run';
import { formatCount } from '@bestiary/ui/format';

/** How many runs there are; `more than 10,000` where they were not counted to the end. */
export function formatRunCount({ total, totalIsExact }: RunCount): string {
  return totalIsExact ? formatCount(total) : `more than ${formatCount(total)}`;
}
