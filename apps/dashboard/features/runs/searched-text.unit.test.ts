import { parseSearch } from '@bestiary/search/parse-search';
import { expect, it } from 'vitest';
import { searchedText } from './searched-text.ts';

it('filters bind all of a search, also where it says or', () => {
  const text = searchedText('bears or dragons', { statuses: ['failed', 'lost'], projectName: "bear's" });
  expect(text).toBe("(bears or dragons) and status in ('failed', 'lost') and project = 'bear''s'");
  expect(parseSearch(text)).toMatchObject({
    kind: 'all',
    of: [{ kind: 'any' }, { kind: 'in' }, { kind: 'compare' }],
  });
});

it('a search without filters is what was written', () => {
  expect(searchedText(' bears or dragons ', { statuses: [], projectName: undefined })).toBe(
    'bears or dragons',
  );
});

it('filters without a search are one', () => {
  expect(searchedText('', { statuses: ['failed'], projectName: undefined })).toBe("status in ('failed')");
});
