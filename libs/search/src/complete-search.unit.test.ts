import { describe, expect, it } from 'vitest';
import { completeSearch, type KnownKeys } from './complete-search.ts';
import { parseSearch } from './parse-search.ts';

const keys: KnownKeys = {
  metrics: ['val_loss', 'val_accuracy', 'recall/big bear', 'best.of'],
  params: ['lr', 'batch_size'],
  tags: ['team'],
};

/** The mark `|` is the cursor. */
function complete(marked: string): { texts: string[]; completed: string[]; hint: string | undefined } {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, completions, hint } = completeSearch(text, cursor, keys);
  const texts = completions.map((completion) => completion.text);
  return { texts, completed: texts.map((it) => text.slice(0, from) + it + text.slice(to)), hint };
}

describe('completeSearch', () => {
  it('offers fields where a search begins, and what keys begin with', () => {
    expect(complete('|').texts).toEqual(
      expect.arrayContaining(['name', 'status', 'metrics.', 'params.', 'not']),
    );
    expect(complete('name = x and |').texts).toContain('duration');
    expect(complete('(|').texts).toContain('metrics.');
  });

  it('offers known keys by any part of them, those that begin so first', () => {
    expect(complete('acc|').texts).toEqual(['metrics.val_accuracy']);
    expect(complete('metrics.val|').texts).toEqual(['metrics.val_loss', 'metrics.val_accuracy']);
    expect(complete('metrics.best.|').texts).toContain('metrics.best.val_loss');
    expect(complete('params.|').texts).toEqual(['params.lr', 'params.batch_size']);
  });

  it('quotes keys that need it, also where the quote is open already', () => {
    expect(complete('metrics.rec|').texts).toEqual(['metrics.`recall/big bear`']);
    const { completed } = complete('metrics."recall/big b|');
    expect(completed).toEqual(['metrics.`recall/big bear`']);
    expect(parseSearch(`${completed[0]} > 0`)).toMatchObject({ field: { key: 'recall/big bear' } });
    expect(complete('best.of|').texts).toEqual(['metrics.last.best.of']);
  });

  it('replaces the whole word in which the cursor stands, and nothing else', () => {
    expect(complete('not params.l|xyz > 3').completed).toEqual(['not params.lr > 3']);
  });

  it('offers signs that the field takes', () => {
    expect(complete('metrics.val_loss |').texts).toEqual(
      expect.arrayContaining(['<', '>=', 'in', 'is', 'and', 'or']),
    );
    const { texts } = complete('status |');
    expect(texts).toContain('=');
    expect(texts).not.toContain('<');
    expect(complete('bear |').texts).not.toContain('=');
  });

  it('offers values where they can be listed, and says what is expected where not', () => {
    expect(complete('status = |').texts).toContain("'finished'");
    expect(complete('status in (|').texts).toContain("'failed'");
    expect(complete("status in ('failed', fin|").texts).toEqual(["'finished'"]);
    expect(complete('archived = |').texts).toEqual(['true', 'false']);
    expect(complete('started > |').texts).toContain('now() - 7d');
    expect(complete('metrics.val_loss < |')).toMatchObject({ texts: [], hint: 'a number' });
  });

  it('leaves the inside of a text alone', () => {
    expect(complete("name = 'a|").texts).toEqual([]);
  });

  it.each(['|', 'met|', 'status |', 'params.|', 'status not |', 'name is |', 'x and |'])(
    'offers nothing that cannot follow %s',
    (marked) => {
      for (const completed of complete(marked).completed) {
        // an unfinished search may end too early, and must not be wrong before its end
        try {
          parseSearch(completed);
        } catch (error) {
          expect(String(error)).toMatch(/too early|compared with nothing|lacks the key/);
        }
      }
    },
  );
});
