'use client';
import type { ComponentProps } from 'react';
import clsx from 'clsx';
import { Check, Minus } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';

/** A box to tick; `checked` may be `indeterminate`. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={clsx(
        'grid size-4 shrink-0 place-items-center rounded border border-line-strong bg-panel text-on-accent data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
      {...props}
    >
      <Primitive.Indicator>
        {props.checked === 'indeterminate' ? (
          <Minus aria-hidden size={12} strokeWidth={3} />
        ) : (
          <Check aria-hidden size={12} strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
