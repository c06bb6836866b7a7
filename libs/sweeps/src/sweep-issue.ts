/** What is wrong with a sweep's description, and with which part of it: `['space', 'momentum', 'when']`. */
export interface SweepIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
