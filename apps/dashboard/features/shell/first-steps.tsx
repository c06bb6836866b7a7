import { CommandLine } from '@bestiary/ui/components/command-line';

interface Step {
  title: string;
  what: string;
  command: string;
}

/** Commands that fill the dashboard, for a shell in the folder that was cloned. */
const STEPS: readonly Step[] = [
  {
    title: 'See it filled',
    what: 'eighteen small trainings, good and bad, in about a minute',
    command: 'npx bestiary demo',
  },
  {
    title: 'Train on your images',
    what: 'a folder with one folder a class',
    command: 'npx bestiary train --data path/to/images',
  },
  {
    title: 'Search for better settings',
    what: 'many trainings, the poor ones ended early',
    command: 'npx bestiary sweep run sweep.yaml --data path/to/images',
  },
];

/** How to make runs. */
export function FirstSteps() {
  return (
    <ol className="flex flex-col gap-4">
      {STEPS.map(({ title, what, command }) => (
        <li key={title}>
          <p className="mb-1.5">
            <span className="font-medium">{title}</span>
            <span className="text-muted"> – {what}</span>
          </p>
          <CommandLine command={command} />
        </li>
      ))}
    </ol>
  );
}
