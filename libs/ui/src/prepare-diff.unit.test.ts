import { expect, it } from 'vitest';
import { prepareDiff } from './prepare-diff.ts';

const DIFF = `diff --git a/src/train.py b/src/train.py
index 83db48f..bf269f4 100644
--- a/src/train.py
+++ b/src/train.py
@@ -1,3 +1,3 @@ def train():
 rate = 1
--- = 2
+++ = 3

\\ No newline at end of file
diff --git a/old name.txt b/new name.txt
similarity index 100%
rename from old name.txt
rename to new name.txt
diff --git a/cat.png b/cat.png
new file mode 100644
Binary files /dev/null and b/cat.png differ
# cut here: the diff is longer than 10 bytes
`;

it('files, counts and lines are read from what git writes', () => {
  const [first, renamed, binary] = prepareDiff(DIFF);
  expect(first).toMatchObject({ path: 'src/train.py', change: null, added: 1, removed: 1 });
  expect(first!.lines).toEqual([
    { kind: 'place', text: '@@ -1,3 +1,3 @@ def train():' },
    { kind: 'same', text: 'rate = 1' },
    { kind: 'removed', text: '-- = 2' },
    { kind: 'added', text: '++ = 3' },
    { kind: 'same', text: '' },
    { kind: 'note', text: ' No newline at end of file' },
  ]);
  expect(renamed).toMatchObject({ path: 'new name.txt', change: 'renamed from old name.txt', lines: [] });
  expect(binary).toMatchObject({ path: 'cat.png', change: 'binary' });
});

it('the note of a cut stays below the lines before it', () => {
  const cut = DIFF.slice(0, DIFF.indexOf('+++ = 3')) + '# cut here: the diff is longer than 10 bytes\n';
  expect(prepareDiff(cut)[0]!.lines.at(-1)).toEqual({
    kind: 'note',
    text: '# cut here: the diff is longer than 10 bytes',
  });
});

it('what is no diff has no files', () => {
  expect([prepareDiff(''), prepareDiff('<b>hello</b>\n+1')]).toEqual([[], []]);
});
