'use client';
import { useState } from 'react';

/**
 * For a dialog that no button of its own opens: gives the focus back to what had it before, as `onCloseAutoFocus` of
 * the dialog's content.
 */
export function useFocusBack(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (before instanceof HTMLElement) before.focus();
  };
}
