import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Says why a test is skipped that wants a Python. */
export const NO_PYTHON = 'BESTIARY_PYTHON names no Python';

export const PYTHON = process.env.BESTIARY_PYTHON || undefined;

/** What every script begins with: numbers come as files of raw float32, answers go out as lines of JSON. */
const PRELUDE = `
import json, os, sys
os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
os.environ.setdefault('KERAS_BACKEND', 'tensorflow')
import numpy as np
def read_images(path, count):
    numbers = np.fromfile(path, dtype='<f4')
    size = round((len(numbers) / count / 3) ** 0.5)
    return numbers.reshape(count, size, size, 3)
def serve(answer):
    for line in sys.stdin:
        print('answer ' + json.dumps(answer(json.loads(line))), flush=True)
`;

/** A Python that stays, because it takes seconds to load its libraries; started by the first question. */
export class PythonProcess {
  readonly #script: string;
  #child: ChildProcessWithoutNullStreams | undefined;
  #answers: AsyncIterator<string> | undefined;
  #errors = '';

  /** @param script ends with `serve(f)`, where f takes what `ask` is given and returns what it returns */
  constructor(script: string) {
    this.#script = script;
  }

  #start(): { child: ChildProcessWithoutNullStreams; answers: AsyncIterator<string> } {
    const child = (this.#child ??= spawn(PYTHON!, ['-c', PRELUDE + this.#script]));
    if (!this.#answers) {
      child.stderr.on(
        'data',
        (text: Buffer) => (this.#errors = (this.#errors + text.toString()).slice(-4000)),
      );
      this.#answers = createInterface(child.stdout)[Symbol.asyncIterator]();
    }
    return { child, answers: this.#answers };
  }

  async ask(question: object): Promise<unknown> {
    const { child, answers } = this.#start();
    child.stdin.write(`${JSON.stringify(question)}\n`);
    for (;;) {
      const { value, done } = (await answers.next()) as IteratorResult<string, undefined>;
      if (done) throw new Error(`Python ended:\n${this.#errors}`);
      if (value.startsWith('answer ')) return JSON.parse(value.slice('answer '.length)) as unknown;
    }
  }

  /** Passes numbers as a file. */
  async askAbout(numbers: Float32Array, question: object): Promise<unknown> {
    const folder = await mkdtemp(join(tmpdir(), 'bestiary-python-'));
    try {
      const path = join(folder, 'numbers.f32');
      await writeFile(path, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
      return await this.ask({ ...question, numbers: path });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    this.#child?.stdin.end();
  }
}
