'use client';
import { createContext, use } from 'react';
import {
  useQueryStates,
  type UseQueryStatesKeysMap,
  type UseQueryStatesOptions,
  type UseQueryStatesReturn,
} from 'nuqs';

/** The settings of a chart that stands in a text: they are its own, not the page's. */
export interface OwnSettings {
  search: URLSearchParams;
  onChange: (search: URLSearchParams) => void;
  /** what was read of them, so that the same text gives the same value */
  read: Map<string, { text: string; value: unknown }>;
}

const Context = createContext<OwnSettings | null>(null);

export const OwnSettingsProvider = Context.Provider;

/** Of a parser of nuqs, what is needed here. */
interface Parser {
  parse: (text: string) => unknown;
  serialize: (value: unknown) => string;
  defaultValue?: unknown;
}

/** The settings of a chart, as {@link useQueryStates}: those of the address, or of its own where it stands in a text. */
export function useChartSearch<KeyMap extends UseQueryStatesKeysMap>(
  parsers: KeyMap,
  options?: Partial<UseQueryStatesOptions<KeyMap>>,
): UseQueryStatesReturn<KeyMap> {
  const inAddress = useQueryStates(parsers, options);
  const own = use(Context);
  if (own === null) return inAddress;
  const byKey = Object.entries(parsers as unknown as Record<string, Parser>);
  const values = Object.fromEntries(byKey.map(([key, parser]) => [key, readSetting(own, key, parser)]));
  const set = (change: unknown) => {
    const search = new URLSearchParams(own.search);
    const next = typeof change === 'function' ? (change as (old: unknown) => unknown)(values) : change;
    for (const [key, parser] of byKey) {
      if (next !== null && !Object.hasOwn(next as object, key)) continue;
      const value = next === null ? null : (next as Record<string, unknown>)[key];
      if (value === null || value === undefined) search.delete(key);
      else search.set(key, parser.serialize(value));
    }
    own.onChange(search);
    return Promise.resolve(search);
  };
  return [values, set] as UseQueryStatesReturn<KeyMap>;
}

function readSetting({ search, read }: OwnSettings, key: string, parser: Parser): unknown {
  const text = search.get(key);
  const nothing = parser.defaultValue ?? null;
  if (text === null) return nothing;
  const before = read.get(key);
  if (before?.text === text) return before.value;
  const value = parser.parse(text) ?? nothing;
  read.set(key, { text, value });
  return value;
}
