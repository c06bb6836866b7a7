'use client';
import { lazy, Suspense, useMemo } from 'react';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { ChartBlock } from './chart-block.tsx';
import { reportSections, type ReportSection } from './report-block.ts';

const Markdown = lazy(() => import('../shell/markdown.tsx'));

/** A report as it is read: its text, and its charts as they are now. */
export function ReportBody({ markdown }: { markdown: string }) {
  const sections = useMemo(() => withKeys(reportSections(markdown)), [markdown]);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {sections.map(({ key, kind, text }) =>
        kind === 'charts' ? (
          <ChartBlock key={key} text={text} />
        ) : (
          <div key={key} className="report-text max-w-[80ch] text-base">
            <Suspense fallback={<Skeleton className="h-12" />}>
              <Markdown text={text} />
            </Suspense>
          </div>
        ),
      )}
    </div>
  );
}

/** A chart keeps its place on the page while the text around it is written: it is known by its lines. */
function withKeys(sections: readonly ReportSection[]): (ReportSection & { key: string })[] {
  const times = new Map<string, number>();
  return sections.map((section, i) => {
    if (section.kind === 'text') return { ...section, key: `text ${i}` };
    const nth = times.get(section.text) ?? 0;
    times.set(section.text, nth + 1);
    return { ...section, key: `charts ${nth} ${section.text}` };
  });
}
