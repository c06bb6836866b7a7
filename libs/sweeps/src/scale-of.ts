import { type SpaceParam } from '@bestiary/contracts/sweep';
import { ChoiceScale } from './choice-scale.ts';
import { ContinuousScale } from './continuous-scale.ts';
import { type Scale } from './scale.ts';
import { SteppedScale } from './stepped-scale.ts';

/** The scale of a parameter's values. */
export function scaleOf(param: SpaceParam): Scale {
  switch (param.type) {
    case 'float':
      return param.step === undefined
        ? new ContinuousScale(param.low, param.high, param.log)
        : new SteppedScale(param.low, param.high, param.step, param.log);
    case 'int':
      return new SteppedScale(param.low, param.high, param.step, param.log);
    case 'categorical':
      return new ChoiceScale('set', param.choices);
    case 'ordinal':
      return new ChoiceScale('line', param.values);
    case 'boolean':
      return new ChoiceScale('set', [false, true]);
    case 'fixed':
      return new ChoiceScale('set', [param.value]);
  }
}
