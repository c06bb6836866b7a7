import { Command } from 'commander';
import { addDatasetCommand } from './commands/dataset.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addExportCommand } from './commands/export.ts';
import { addGcCommand } from './commands/gc.ts';
import { addPredictCommand } from './commands/predict.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addTrainCommand } from './commands/train.ts';
import { addUpCommand } from './commands/up.ts';
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
  bestiary dataset sample ./sample-set            draw 300 bears and 334 dragons
  bestiary train --data ./sample-set              train on them and record the run
  bestiary predict --model RUN_ID cave.jpg        say what the run's model sees
  bestiary export RUN_ID --format onnx --out .    write the model for other programs`,
    );
  addUpCommand(program);
  addTrainCommand(program);
  addEvaluateCommand(program);
  addPredictCommand(program);
  addExportCommand(program);
  addDatasetCommand(program);
  addRunsCommand(program);
  addGcCommand(program);
  addSyncCommand(program);
  addDoctorCommand(program);
  for (const command of allCommands(program))
    command.exitOverride().showHelpAfterError('(add --help for the options)');
  return program;
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}
