'use client';
import { useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { IconButton } from './icon-button.tsx';

const SAY_COPIED_MS = 1_500;

/** Copies a text to the clipboard, and says that it did. @param what names the text: `the command` */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), SAY_COPIED_MS);
    });
  };
  return (
    <IconButton label={copied ? 'Copied' : `Copy ${what}`} onClick={copy} className="size-7">
      {copied ? <Check aria-hidden size={14} className="text-accent" /> : <Copy aria-hidden size={14} />}
    </IconButton>
  );
}
