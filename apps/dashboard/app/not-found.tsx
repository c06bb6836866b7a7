import type { Metadata } from 'next';
import Link from 'next/link';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="mx-auto max-w-xl px-4 py-20">
      <h1 className="text-xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="mt-2 text-base text-muted">
        The link names a run or page that does not exist on this server: it may have been deleted, or belong
        to another one.
      </p>
      <Link href="/" className="mt-4 inline-block text-accent underline">
        All runs
      </Link>
    </div>
  );
}
