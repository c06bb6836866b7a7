/** A piece of a line as it is drawn in a chart. @param colour any CSS colour */
export function LineSwatch({ colour, dash }: { colour: string; dash: readonly number[] }) {
  return (
    <svg aria-hidden width="24" height="10" className="inline-block shrink-0">
      <path d="M0 5h24" strokeWidth="3" strokeDasharray={dash.join(' ')} style={{ stroke: colour }} />
    </svg>
  );
}
