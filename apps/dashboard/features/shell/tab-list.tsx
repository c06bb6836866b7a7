import clsx from 'clsx';
import { Tabs } from 'radix-ui';

/** The tabs of a page, in the order of their titles; it scrolls sideways where they don't fit. */
export function TabList({
  label,
  titles,
  className,
}: {
  label: string;
  titles: Readonly<Record<string, string>>;
  /** margins */
  className: string;
}) {
  return (
    <Tabs.List
      aria-label={label}
      className={clsx('flex gap-1 overflow-x-auto border-b border-line', className)}
    >
      {Object.entries(titles).map(([value, title]) => (
        <Tabs.Trigger
          key={value}
          value={value}
          className="-mb-px border-b-2 border-transparent px-3 py-2 text-muted hover:text-ink focus-visible:outline-offset-[-3px] data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
        >
          {title}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
