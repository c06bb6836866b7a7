'use client';
import { useEffect, useState } from 'react';

/** A value as it was when it last stayed the same for so long (milliseconds): for what is too dear to follow a slider. */
export function useRested<Value>(value: Value, milliseconds: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
