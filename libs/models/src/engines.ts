import { BestiaryError } from '@bestiary/contracts/error';

/** What can run a frozen backbone, the fastest first: ONNX Runtime, native TensorFlow, WebAssembly. */
export const ENGINES = ['onnxruntime', 'tensorflow', 'wasm'] as const;
export type Engine = (typeof ENGINES)[number];

/**
 * The engine that the environment variable `BESTIARY_BACKEND` asks for.
 *
 * @throws BestiaryError `invalid_input` for a name that is none
 */
export function engineOfEnvironment(): Engine | undefined {
  const wanted = process.env.BESTIARY_BACKEND || undefined;
  const engine = ENGINES.find((name) => name === wanted);
  if (wanted !== undefined && engine === undefined) {
    throw new BestiaryError('invalid_input', `BESTIARY_BACKEND is "${wanted}"`, {
      hint: `set it to ${ENGINES.join(', ')}, or leave it unset`,
    });
  }
  return engine;
}
