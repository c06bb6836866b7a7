import { expect, it } from 'vitest';
import { blockLines, reportSections, withChart } from './report-block.ts';

const LINE = 'curves: runs=a,b&metrics=val_loss';

it('a chart that is added to a report is found in it again, after what was there', () => {
  const once = withChart('# Results\n\nThey differ.\n\n\n', LINE);
  expect(once).toBe(`# Results\n\nThey differ.\n\n\`\`\`bestiary\n${LINE}\n\`\`\`\n`);
  const sections = reportSections(withChart(once, 'roc: run=a'));
  expect(sections.map(({ kind }) => kind)).toEqual(['text', 'charts', 'charts']);
  expect(sections.map(({ text }) => text.trim())).toEqual(['# Results\n\nThey differ.', LINE, 'roc: run=a']);
  expect(reportSections(withChart('', LINE))).toEqual([{ kind: 'charts', text: LINE }]);
});

it('other blocks of code stay text, and so does a chart block inside one', () => {
  const text = `\`\`\`\`md\n\`\`\`bestiary\n${LINE}\n\`\`\`\n\`\`\`\`\n\n~~~py\n\`\`\`bestiary\n~~~`;
  expect(reportSections(text)).toEqual([{ kind: 'text', text }]);
});

it('a block that is still being written is one to the end of the text', () => {
  expect(reportSections(`a\r\n  ~~~~ bestiary \r\n${LINE}\n~~~\nb`)).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'charts', text: `${LINE}\n~~~\nb` },
  ]);
  expect(reportSections('')).toEqual([]);
});

it('a block may have several lines, empty ones between them', () => {
  expect(blockLines(`\n  ${LINE}  \n\nroc: run=a\n`)).toEqual([LINE, 'roc: run=a']);
});
