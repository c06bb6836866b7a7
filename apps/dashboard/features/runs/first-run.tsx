import { CommandLine } from '@bestiary/ui/components/command-line';
import { BrandMark } from '../shell/brand-mark.tsx';

/** The page of someone who has no runs yet: how to make one. */
export function FirstRun() {
  return (
    <div className="mx-auto max-w-xl py-16">
      <BrandMark size={36} />
      <h2 className="mt-4 text-xl font-semibold tracking-tight">No runs yet</h2>
      <p className="mt-1 text-base text-muted">
        A run appears here the moment its training begins, and its curves grow while it learns. Two commands
        make the first one, from the folder that you cloned:
      </p>
      <ol className="mt-6 flex flex-col gap-4">
        <li>
          <p className="mb-1.5">
            <span className="font-medium">Draw a sample set</span>
            <span className="text-muted"> – 634 pictures of bears and dragons</span>
          </p>
          <CommandLine command="npx bestiary dataset sample bears-and-dragons" />
        </li>
        <li>
          <p className="mb-1.5">
            <span className="font-medium">Train on it</span>
            <span className="text-muted"> – or on any folder with one folder a class</span>
          </p>
          <CommandLine command="npx bestiary train --data bears-and-dragons" />
        </li>
      </ol>
      <p role="status" className="mt-6 flex items-center gap-2 text-muted">
        <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />
        Waiting for the first run. There is no need to reload.
      </p>
    </div>
  );
}
