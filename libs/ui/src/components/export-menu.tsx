'use client';
import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { fileNameOf, saveFile, svgToPng } from '../save-file.ts';
import type { Picture } from '../picture.ts';

/**
 * Saves a chart as PNG or SVG and its data as CSV.
 *
 * @param name what is saved
 * @param file the files' name without ending, in any words; left out: the same
 * @param picture makes the picture when it is asked for; left out: there is data alone
 */
export function ExportMenu({
  name,
  file = name,
  picture,
  csv,
}: {
  name: string;
  file?: string;
  picture?: (() => Promise<Picture> | Picture) | undefined;
  csv: () => string;
}) {
  const fileName = fileNameOf(file);
  const saveSvg = async () => {
    const { svg } = await picture!();
    saveFile(`${fileName}.svg`, new Blob([svg], { type: 'image/svg+xml' }));
  };
  const savePng = async () => {
    const { svg, width, height } = await picture!();
    saveFile(`${fileName}.png`, await svgToPng(svg, width, height));
  };
  const item = 'cursor-pointer rounded px-2 py-1 outline-none data-[highlighted]:bg-raised';
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`Export ${name}`}
        title="Export"
        className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
      >
        <Download aria-hidden size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-36 rounded-md border border-line bg-panel p-1 text-xs shadow-lg"
        >
          {picture !== undefined && (
            <>
              <DropdownMenu.Item className={item} onSelect={() => void savePng()}>
                Picture (PNG)
              </DropdownMenu.Item>
              <DropdownMenu.Item className={item} onSelect={() => void saveSvg()}>
                Picture (SVG)
              </DropdownMenu.Item>
            </>
          )}
          <DropdownMenu.Item
            className={item}
            onSelect={() =>
              saveFile(`${fileName}.csv`, new Blob([csv()], { type: 'text/csv;charset=utf-8' }))
            }
          >
            Data (CSV)
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
