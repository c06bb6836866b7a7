import clsx from 'clsx';
import { placed, ROW_FRAME, type RowPlace } from './row-frame.ts';

/** Words in place of runs that are not there. */
export function NoteRow({
  place,
  depth,
  text,
  isError,
}: {
  place: RowPlace;
  depth: number;
  text: string;
  isError: boolean;
}) {
  return (
    <div {...placed(place)} className={clsx(ROW_FRAME, 'bg-paper')}>
      <span
        role="cell"
        className={clsx('col-span-full text-xs', isError ? 'text-bad' : 'text-muted')}
        style={{ paddingInlineStart: `${4.5 + depth * 2}rem` }}
      >
        {text}
      </span>
    </div>
  );
}
