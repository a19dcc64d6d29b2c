import { defineEffects } from './effect.ts';

/** Questions to somebody at a terminal. */
export default defineEffects([
  { package: 'inquirer', waits: 'input', calls: ['{prompt,createPromptModule.()}'] },
  {
    package: '@inquirer/prompts',
    waits: 'input',
    calls: ['{checkbox,confirm,editor,expand,input,number,password,rawlist,search,select}'],
  },
  { package: 'prompts', waits: 'input', calls: ['default'] },
  { package: 'enquirer', waits: 'input', calls: ['{prompt,new.prompt}'] },
  {
    package: '@clack/prompts',
    waits: 'input',
    calls: ['{confirm,group,groupMultiselect,multiselect,password,select,selectKey,text}'],
  },
]);
