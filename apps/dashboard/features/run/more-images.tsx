import { formatCount } from '@bestiary/ui/format';

/** Loads the next page of images. */
export function MoreImages({
  left,
  isLoading,
  onMore,
}: {
  left: number;
  isLoading: boolean;
  onMore: () => void;
}) {
  return (
    <button
      type="button"
      disabled={isLoading}
      onClick={onMore}
      className="mx-auto rounded-md border border-line bg-panel px-4 py-1.5 hover:border-line-strong disabled:opacity-50"
    >
      Show more ({formatCount(left)} left)
    </button>
  );
}
