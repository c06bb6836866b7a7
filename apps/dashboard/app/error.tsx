'use client';

/** What a page shows when it could not be made: mostly because the database is away. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div role="alert" className="mx-auto max-w-xl px-4 py-20">
      <h1 className="text-xl font-semibold tracking-tight">This page could not be shown</h1>
      <p className="mt-2 text-base text-muted">
        The server met an error. Its log says more
        {error.digest !== undefined && ` (under the number ${error.digest})`}.
      </p>
      <button
        type="button"
        onClick={() => {
          reset();
          window.location.reload();
        }}
        className="mt-4 rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent hover:opacity-90"
      >
        Try again
      </button>
    </div>
  );
}
