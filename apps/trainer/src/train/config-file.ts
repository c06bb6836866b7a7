import { readFile } from 'node:fs/promises';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { parse, stringify } from 'yaml';
import type { ConfigFile } from './resolve-config.ts';
import { settingName, TrainConfig } from './train-config.ts';

/** The settings a file may hold, by their name in YAML. */
const KEYS = new Map(Object.keys(TrainConfig.shape).map((key) => [settingName(key), key]));

/**
 * Reads settings from YAML (`batch_size: 4`). Their values are checked later, together with the flags.
 *
 * @throws BestiaryError `invalid_input` for a file that can't be read, is no mapping, or has unknown settings
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new BestiaryError('invalid_input', `--config ${path}: ${messageOf(error)}`, { cause: error });
  }
  return parseConfigFile(path, text);
}

/**
 * The same of a text.
 *
 * @param path names it in messages
 */
export function parseConfigFile(path: string, text: string): ConfigFile {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new BestiaryError('invalid_input', `${path}: ${messageOf(error)}`, { cause: error });
  }
  if (content === null) return { path, settings: {} };
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new BestiaryError('invalid_input', `${path}: expected settings like 'epochs: 20'`);
  }
  const unknown = Object.keys(content).filter((name) => !KEYS.has(name));
  if (unknown.length > 0) {
    throw new BestiaryError('invalid_input', `${path}: unknown setting ${unknown.join(', ')}`, {
      hint: `Settings are: ${[...KEYS.keys()].join(', ')}.`,
    });
  }
  return {
    path,
    settings: Object.fromEntries(
      Object.entries(content).map(([name, value]) => [KEYS.get(name) ?? name, value as unknown]),
    ),
  };
}

/** The file that repeats a training: `bestiary train --config config.yaml`. */
export function writeConfigYaml(config: TrainConfig): string {
  return stringify(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [settingName(key), value])),
  );
}
