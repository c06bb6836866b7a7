import type { RunStatus } from '@bestiary/contracts/run';

/** A search and the filters beside it as one search: what is saved. */
export function searchedText(
  text: string,
  filters: { statuses: readonly RunStatus[]; projectName: string | undefined },
): string {
  const { statuses, projectName } = filters;
  const more = [
    ...(statuses.length === 0 ? [] : [`status in (${statuses.map(quoted).join(', ')})`]),
    ...(projectName === undefined ? [] : [`project = ${quoted(projectName)}`]),
  ];
  const words = text.trim();
  if (words === '' || more.length === 0) return [words, ...more].filter((part) => part !== '').join(' and ');
  return [`(${words})`, ...more].join(' and ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
