/**
 * `node test/frameworks/try.ts <name> [--engine=chromium] [--rate=1] [--loads=3] [--dev]` drives one application that
 * `install.ts` has installed and built, and prints the records.
 */
import { parseArgs } from 'node:util';
import { ENGINES } from '../tools/engines.ts';
import { applications } from './applications.ts';
import { Person, type Load } from './rounds.ts';
import { startApplication } from './started-application.ts';
import { openVisitor } from './visitor.ts';

const { values, positionals } = parseArgs({
  options: {
    engine: { type: 'string', default: 'chromium' },
    rate: { type: 'string', default: '1' },
    loads: { type: 'string', default: '3' },
    dev: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [application] = applications(positionals);
const engine = ENGINES.find((name) => name === values.engine);
if (!application || !engine) throw new Error(`Name one application and one engine of ${ENGINES.join(', ')}.`);

const started = await startApplication(application, values.dev ? 'dev' : 'start');
const visitor = await openVisitor(engine);
try {
  const person = new Person(started, visitor);
  const cookies = await person.signIn('ada');
  await visitor.slowDown(Number(values.rate));
  for (let load = 0; load < Number(values.loads); load++) {
    const start = performance.now();
    const round = await person.round(cookies);
    console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
    for (const [name, { requests, ...page }] of Object.entries<Load>({ ...round })) {
      const sent = requests.map(
        ({ method, status, headers }) => `${method} ${status} ${String(headers['x-csrf-token'])}`,
      );
      console.log(name.padEnd(8), JSON.stringify(page), sent.join(', '));
    }
  }
} catch (error) {
  console.error(started.server.output);
  throw error;
} finally {
  await visitor.close();
  await started.stop();
}
