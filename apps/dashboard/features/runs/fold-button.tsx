import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';

/** Shows and hides what stands below a row. */
export function FoldButton({
  label,
  isOpen,
  onToggle,
}: {
  label: string;
  isOpen: boolean;
  onToggle: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-expanded={isOpen}
      onClick={onToggle}
      className="grid size-6 shrink-0 place-items-center rounded text-muted hover:bg-raised hover:text-ink"
    >
      <ChevronRight aria-hidden size={14} className={clsx('transition-transform', isOpen && 'rotate-90')} />
    </button>
  );
}
