/** One class of many. */
export function ClassSelect({
  label,
  classNames,
  value,
  onChange,
}: {
  label: string;
  classNames: readonly string[];
  /** its number */
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <label className="flex flex-wrap items-center gap-2">
      <span className="font-semibold">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-7 max-w-60 min-w-0 rounded-md border border-line bg-panel px-2"
      >
        {classNames.map((name, c) => (
          <option key={c} value={c}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
