import { defineEffects } from './effect.ts';

const pages = '{Browser,BrowserContext,Page,Frame,ElementHandle,JSHandle,Locator}.new';

/** Other processes and other threads: commands, browsers, workers, native image code. */
export default defineEffects([
  {
    package: 'execa',
    waits: 'process',
    calls: ['{default,execa,execaCommand,execaNode,command,node,$,$.(),execa.()}'],
  },
  {
    package: 'zx',
    waits: 'process',
    calls: [
      '{$,$.()}',
      { path: 'fetch', waits: 'http' },
      { path: 'sleep', waits: 'timer' },
      { path: 'question', waits: 'input' },
    ],
  },
  {
    package: 'puppeteer',
    modules: ['puppeteer', 'puppeteer-core'],
    waits: 'browser',
    calls: ['{launch,connect}{,.().**}', `${pages}.**`],
  },
  {
    package: 'playwright',
    modules: ['playwright', 'playwright-core'],
    waits: 'browser',
    calls: ['{chromium,firefox,webkit}.**', `${pages}.**`],
  },
  {
    package: 'sharp',
    waits: 'worker',
    // Calls before these only say what is to be done.
    calls: ['{(),Sharp.new}.**.{metadata,stats,toBuffer,toFile}'],
    callbacks: ['{(),Sharp.new}.**.{metadata,stats,toBuffer,toFile}'],
  },
  {
    package: 'piscina',
    modules: ['piscina', 'tinypool'],
    waits: 'worker',
    calls: ['{new,Piscina.new,Tinypool.new}.run'],
  },
  { package: 'workerpool', waits: 'worker', calls: ['pool.().exec'] },
]);
