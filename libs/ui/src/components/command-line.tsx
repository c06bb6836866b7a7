import { CopyButton } from './copy-button.tsx';

/** A command to type into a terminal, with a button that copies it. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div className="flex items-center gap-2 rounded-md border border-line bg-raised py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 overflow-x-auto font-mono text-xs whitespace-pre" tabIndex={0}>
        <span aria-hidden className="mr-2 text-muted select-none">
          $
        </span>
        {command}
      </code>
      <CopyButton text={command} what="the command" />
    </div>
  );
}
