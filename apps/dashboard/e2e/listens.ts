import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const CONTROLS = 'button, input, select, textarea, [role=slider], [role=application]';

/**
 * Waits until React listens to an element and to all controls in it. The server writes a page before that: what is
 * done to it earlier is lost. React keeps an element's properties in the element itself when it takes it over.
 */
export async function listens(element: Locator): Promise<void> {
  await expect
    .poll(() =>
      element.evaluate(
        (node, controls) =>
          [node, ...node.querySelectorAll(controls)].every((each) =>
            Object.keys(each).some((key) => key.startsWith('__reactProps')),
          ),
        CONTROLS,
      ),
    )
    .toBe(true);
}
