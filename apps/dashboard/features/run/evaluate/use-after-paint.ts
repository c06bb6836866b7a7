'use client';
import { useEffect, useState } from 'react';

/** What `compute` gives, some time after the page has been painted; `null` until then. Give the same function for the same result. */
export function useAfterPaint<Value>(compute: () => Value): Value | null {
  const [done, setDone] = useState<{ compute: () => Value; value: Value } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setDone({ compute, value: compute() }), 50);
    return () => clearTimeout(timer);
  }, [compute]);
  return done?.compute === compute ? done.value : null;
}
