import { API_KEY_VARIABLE } from '@bestiary/tracking/api-key';
import { Command } from 'commander';
import { addApiKeyCommand } from './commands/apikey.ts';
import { addDatasetCommand } from './commands/dataset.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addExportCommand } from './commands/export.ts';
import { addGcCommand } from './commands/gc.ts';
import { addPredictCommand } from './commands/predict.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSweepCommand } from './commands/sweep.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addTrainCommand } from './commands/train.ts';
import { addUpCommand } from './commands/up.ts';
import { addWorkerCommand } from './commands/worker.ts';
import { BESTIARY_VERSION } from './version.ts';

/** The whole command line. What a command does is loaded when it runs, so that help and errors come at once. */
export function createProgram(): Command {
  const program = new Command('bestiary')
    .description('Track image-classification experiments: train, record every epoch, keep every prediction.')
    .version(BESTIARY_VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .enablePositionalOptions() // `export --version 2` means the model's
    .addHelpText(
      'after',
      `
Examples:
  bestiary up                                     start the server and the dashboard
  bestiary demo                                   train some runs to look at
  bestiary dataset sample ./sample-set            draw 300 bears and 334 dragons
  bestiary train --data ./sample-set              train on them and record the run
  bestiary predict --model RUN_ID cave.jpg        say what the run's model sees
  bestiary export RUN_ID --format onnx --out .    write the model for other programs`,
    );
  addUpCommand(program);
  addDemoCommand(program);
  addTrainCommand(program);
  addEvaluateCommand(program);
  addPredictCommand(program);
  addExportCommand(program);
  addSweepCommand(program);
  addWorkerCommand(program);
  addDatasetCommand(program);
  addRunsCommand(program);
  addGcCommand(program);
  addSyncCommand(program);
  addApiKeyCommand(program);
  addDoctorCommand(program);
  for (const command of allCommands(program)) {
    command.exitOverride().showHelpAfterError('(add --help for the options)');
    if (command.options.some(({ long }) => long === '--server')) addApiKeyOption(command);
  }
  return program;
}

/** Whatever asks a server finds the key in the environment, as do the processes that it begins. */
function addApiKeyOption(command: Command): void {
  command
    .option('--api-key <key>', `for a server that asks for one (default $${API_KEY_VARIABLE})`)
    .hook('preAction', () => {
      const key: unknown = command.getOptionValue('apiKey');
      if (typeof key === 'string') process.env[API_KEY_VARIABLE] = key;
      command.setOptionValueWithSource('apiKey', undefined, undefined);
    });
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}
