'use client';
import type { Split } from '@bestiary/contracts/dataset';
import { Segmented } from '@bestiary/ui/components/segmented';

export const SPLIT_OPTIONS: readonly { value: Split; label: string }[] = [
  { value: 'validation', label: 'validation' },
  { value: 'training', label: 'training' },
  { value: 'test', label: 'test' },
];

export function SplitSwitch({ value, onChange }: { value: Split; onChange: (value: Split) => void }) {
  return <Segmented label="Split" value={value} options={SPLIT_OPTIONS} onChange={onChange} />;
}
