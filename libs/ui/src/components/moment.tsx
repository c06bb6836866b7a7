import { formatAgo, formatDay, formatMoment } from '../format.ts';

/**
 * A moment as how long ago it was, its full time as tooltip.
 *
 * @param now Unix milliseconds; `null`: not known yet (while the server renders), then the day in UTC
 */
export function Moment({ at, now }: { at: string; now: number | null }) {
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={now === null ? undefined : formatMoment(time)} className="whitespace-nowrap">
      {now === null ? formatDay(time) : formatAgo(time, now)}
    </time>
  );
}
