/** Text of at most so many characters, the last one being `…` where more is cut off. */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
