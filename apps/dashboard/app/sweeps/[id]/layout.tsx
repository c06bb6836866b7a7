import { loadSweep } from '../../../features/sweeps/load-sweep.ts';

/** Asks for the sweep before anything is sent, so that a link to none has the status 404. */
export default async function SweepLayout({ params, children }: LayoutProps<'/sweeps/[id]'>) {
  await loadSweep((await params).id);
  return children;
}
