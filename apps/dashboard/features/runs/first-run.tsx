import { BrandMark } from '../shell/brand-mark.tsx';
import { FirstSteps } from '../shell/first-steps.tsx';

/** The page of someone who has no runs yet: how to make one. */
export function FirstRun() {
  return (
    <div className="mx-auto max-w-xl py-16">
      <BrandMark size={36} />
      <h2 className="mt-4 text-xl font-semibold tracking-tight">No runs yet</h2>
      <p className="mt-1 mb-6 text-base text-muted">
        A run is one training: its curves, every prediction, its model. It appears here the moment it begins.
        Type one of these in the folder that you cloned:
      </p>
      <FirstSteps />
      <p role="status" className="mt-6 flex items-center gap-2 text-muted">
        <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />
        Waiting for the first run. There is no need to reload.
      </p>
    </div>
  );
}
