import type { Metadata } from 'next';
import { NewSweepView } from '../../../features/sweeps/new-sweep-view.tsx';
import { loadSweep } from '../../../features/sweeps/load-sweep.ts';
import { FIRST_DRAFT, textDraft } from '../../../features/sweeps/sweep-draft.ts';
import { sweepText } from '../../../features/sweeps/sweep-text.ts';

export const metadata: Metadata = { title: 'New sweep' };

/** `?from=ID` begins with the description of another sweep. */
export default async function NewSweepPage({ searchParams }: PageProps<'/sweeps/new'>) {
  const { from } = await searchParams;
  const model = typeof from === 'string' ? await loadSweep(from) : undefined;
  const data = model?.training.args['data'];
  return (
    <NewSweepView
      first={(model && textDraft(sweepText(model.config))) ?? FIRST_DRAFT}
      data={typeof data === 'string' ? data : ''}
      project={model?.projectName ?? 'default'}
    />
  );
}
