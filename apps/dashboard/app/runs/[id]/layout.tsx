import { loadRun } from '../../../features/run/load-run.ts';

/** Asks for the run before anything is sent, so that a link to none has the status 404. */
export default async function RunLayout({ params, children }: LayoutProps<'/runs/[id]'>) {
  await loadRun((await params).id);
  return children;
}
