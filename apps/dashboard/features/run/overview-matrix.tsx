'use client';
import { useMemo } from 'react';
import type { Evaluation } from '@bestiary/contracts/prediction';
import { MatrixCanvas } from '@bestiary/ui/components/matrix-canvas';
import type { Normalisation } from '@bestiary/ui/prepare-confusion';
import { orderClasses } from '@bestiary/ui/prepare-matrix';
import { useRouter } from 'next/navigation';
import { useThemeName } from '../shell/use-theme-name.ts';

/** The confusion matrix of many classes as a picture; a cell leads to its images in the evaluation. */
export function OverviewMatrix({
  runId,
  evaluation,
  share,
}: {
  runId: string;
  evaluation: Evaluation;
  share: Normalisation;
}) {
  const router = useRouter();
  const theme = useThemeName();
  const { confusion, classNames, split } = evaluation;
  const order = useMemo(() => orderClasses(confusion, 'confused'), [confusion]);
  return (
    <MatrixCanvas
      confusion={confusion}
      classNames={classNames}
      order={order}
      turned={false}
      normalise={share}
      theme={theme}
      marked={null}
      onPick={({ predicted, label }) => {
        const search = new URLSearchParams({
          tab: 'evaluate',
          order: 'confused',
          show: `cell-${predicted}-${label}`,
          ...(split === 'validation' ? {} : { split }),
        });
        router.push(`/runs/${runId}?${search.toString()}`);
      }}
    />
  );
}
