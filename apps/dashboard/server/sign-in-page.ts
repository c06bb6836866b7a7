/** The colours are those of app/globals.css: this page is given to whoever asks, and so needs nothing of the others. */
const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#f8f7f3, #0f1211); --panel: light-dark(#ffffff, #161a18);
  --line: light-dark(#e5e2d9, #272d2a); --line-strong: light-dark(#c9c5b8, #3b4440); --ink: light-dark(#1b1f1d, #e9ece8);
  --muted: light-dark(#5a615d, #9aa39d); --accent: light-dark(#14705f, #4cc3ab); --on-accent: light-dark(#ffffff, #06120f);
  --bad: light-dark(#a8321c, #f28a74); --bad-soft: light-dark(#fbe9e4, #33201b); }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100dvh; display: grid; place-items: center; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 0.875rem/1.375rem system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { width: 100%; max-width: 22rem; padding: 1.5rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 0.5rem; }
h1 { display: flex; align-items: center; gap: 0.5rem; font-size: 1.0625rem; font-weight: 600; margin-bottom: 1rem; }
label { display: block; font-weight: 500; margin-bottom: 0.25rem; }
input { width: 100%; padding: 0.5rem 0.625rem; font: inherit; font-family: ui-monospace, Menlo, Consolas, monospace;
  color: inherit; background: var(--paper); border: 1px solid var(--line-strong); border-radius: 0.375rem; }
input[aria-invalid] { border-color: var(--bad); }
button { width: 100%; margin-top: 1rem; padding: 0.5rem; font: inherit; font-weight: 500; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 0.375rem; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
p { color: var(--muted); font-size: 0.8125rem; line-height: 1.25rem; margin-top: 0.75rem; }
p[role=alert] { margin: 0.5rem 0 0; padding: 0.375rem 0.625rem; color: var(--bad); background: var(--bad-soft);
  border-radius: 0.375rem; }
a { color: var(--accent); }
code { font-family: ui-monospace, Menlo, Consolas, monospace; }
`;

const MARK = `<svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="var(--accent)"/>
<path d="M9 7h8.2c3.6 0 5.8 1.7 5.8 4.5 0 2-1.1 3.3-2.9 3.9 2.4.5 3.9 2 3.9 4.4 0 1.4-.5 2.6-1.5 3.5l2.5 2.7H9v-1.9l1.6-.5V9.4L9 8.9z" fill="var(--on-accent)"/>
<path d="M14 10v4.3h2.4c1.9 0 3-.8 3-2.3 0-1.4-1-2-2.7-2zM14 16.8v6.2h3c2.2 0 3.4-1.1 3.4-3.1s-1.3-3.1-3.6-3.1z" fill="var(--accent)"/></svg>`;

/** Where a browser gives its key. @param to where it goes on; a path of this server */
export function signInPage({ to, problem }: { to: string; problem?: string }): string {
  const alert = problem === undefined ? '' : `<p role="alert" id="problem">${escape(problem)}</p>`;
  const invalid = problem === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"';
  return page(
    'Sign in',
    `<form method="post" action="/sign-in">
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" placeholder="bst_…" required autofocus${invalid}>
${alert}<input type="hidden" name="to" value="${escape(to)}">
<button>Sign in</button>
</form>
<p>An admin makes one: <code>bestiary apikey create</code></p>`,
  );
}

export function signedInPage(): string {
  return page(
    'Signed in',
    `<p>This browser has signed in. <a href="/">To the runs</a></p>
<form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );
}

/** Asks for the same page once more: as this server's own, not as another site's. */
export function pageThatComesBack(): string {
  return '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0"><title>Bestiary</title></head></html>';
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Bestiary</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${MARK}Bestiary</h1>
${content}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
