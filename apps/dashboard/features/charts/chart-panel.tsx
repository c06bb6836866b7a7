'use client';
import { useRef, type ReactNode } from 'react';
import type { ThemeName } from '@bestiary/ui/chart-theme';
import { ExportMenu } from '@bestiary/ui/components/export-menu';
import { Panel } from '@bestiary/ui/components/panel';
import { framePicture, type LegendLine, type Picture } from '@bestiary/ui/picture';
import { svgPicture } from '@bestiary/ui/svg-picture';
import { ReportButton } from '../reports/report-button.tsx';
import { useThemeName } from '../shell/use-theme-name.ts';
import type { ChartPart } from './chart-part.ts';
import { useChartSource } from './chart-source.ts';

/** A chart in its panel, that can be saved as a picture and as data, and put into a report. */
export function ChartPanel({
  title,
  name = title,
  part,
  own,
  aside,
  picture,
  legend,
  csv,
  children,
}: {
  title: string;
  /** of the files, and written above the picture; left out: the title */
  name?: string;
  /** what it is in a report; left out: it can't be put into one */
  part?: ChartPart | undefined;
  /** what it has beside the settings of the page */
  own?: Readonly<Record<string, string>> | undefined;
  aside?: ReactNode;
  /** left out: the SVG in the panel that is marked with `data-chart`, as it is on the screen */
  picture?: ((theme: ThemeName) => Promise<Picture> | Picture) | undefined;
  /** of the picture's lines */
  legend?: readonly LegendLine[] | undefined;
  /** left out: there is nothing to save */
  csv?: (() => string) | undefined;
  children: ReactNode;
}) {
  const content = useRef<HTMLDivElement>(null);
  const theme = useThemeName();
  const { subject, lineOf } = useChartSource();
  const draw = async () => {
    const drawn = await (picture?.(theme) ?? svgPicture(chartIn(content.current!)));
    return framePicture(drawn, {
      title: subject === undefined ? name : `${name} – ${subject}`,
      theme,
      legend,
    });
  };
  return (
    <Panel
      title={title}
      aside={
        <>
          {aside}
          <span className="ml-auto flex">
            {part !== undefined && lineOf !== undefined && (
              <ReportButton name={name} line={() => lineOf(part, own)} />
            )}
            {csv !== undefined && (
              <ExportMenu
                name={name}
                file={subject === undefined ? name : `${subject} ${name}`}
                picture={draw}
                csv={csv}
              />
            )}
          </span>
        </>
      }
    >
      <div ref={content}>{children}</div>
    </Panel>
  );
}

function chartIn(panel: HTMLElement): SVGSVGElement {
  const chart = panel.querySelector<SVGSVGElement>('svg[data-chart]');
  if (chart === null) throw new Error('there is no chart in this panel');
  return chart;
}
