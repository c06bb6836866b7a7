/** The language of the code blocks in a report that are charts, a line each. */
export const CHART_LANGUAGE = 'bestiary';

/** A report with one more chart at its end. */
export function withChart(markdown: string, line: string): string {
  const before = markdown.trimEnd();
  return `${before}${before === '' ? '' : '\n\n'}\`\`\`${CHART_LANGUAGE}\n${line}\n\`\`\`\n`;
}

/** The lines of a chart block, without empty ones. */
export function blockLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A stretch of a report: Markdown, or the lines of a chart block. */
export interface ReportSection {
  kind: 'text' | 'charts';
  text: string;
}

/**
 * A report in order, its chart blocks apart. Fences are CommonMark's (section 4.5): at least three ` or ~, closed by as many or by the end;
 * one inside another block of code is code.
 */
export function reportSections(markdown: string): ReportSection[] {
  const sections: ReportSection[] = [];
  let lines: string[] = [];
  let fence: { mark: string; isChart: boolean } | null = null;
  const end = (kind: ReportSection['kind']) => {
    const text = lines.join('\n');
    if (kind === 'charts' || text.trim() !== '') sections.push({ kind, text });
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const [, mark, info] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === null && mark !== undefined && !(mark.startsWith('`') && info!.includes('`'))) {
      fence = { mark, isChart: info!.trim() === CHART_LANGUAGE };
      if (fence.isChart) end('text');
      else lines.push(line);
    } else if (fence !== null && mark?.startsWith(fence.mark) && info!.trim() === '') {
      if (fence.isChart) end('charts');
      else lines.push(line);
      fence = null;
    } else lines.push(line);
  }
  end(fence?.isChart ? 'charts' : 'text');
  return sections;
}
