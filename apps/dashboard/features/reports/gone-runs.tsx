import { Notice } from '@bestiary/ui/components/notice';

/** Says that runs of a chart are not there. */
export function GoneRuns({ count, of }: { count: number; of: number }) {
  if (count === 0) return null;
  return (
    <Notice
      tone="warn"
      title={
        of === 1
          ? 'The run of this chart is gone'
          : `${count} of the ${of} runs of this chart ${count === 1 ? 'is' : 'are'} gone`
      }
    >
      <p>Deleted, or never there.</p>
    </Notice>
  );
}
