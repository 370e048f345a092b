/** The cost of the running element, in Chromium. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDropIn } from '../tools/drop-in.ts';
import { DROP_IN } from '../tools/paths.ts';
import type { Table } from '../tools/table.ts';
import { TestBed } from '../tools/test-bed.ts';
import { foreignMessagesTable } from './foreign-messages.ts';
import { manyElementsTables } from './many-elements.ts';
import { refreshTable } from './refresh.ts';
import { startTable } from './start.ts';
import { tasksTable } from './tasks.ts';

export async function run(): Promise<Table[]> {
  const bed = await TestBed.start({
    'scalekit-admin-portal.js': await readFile(DROP_IN, 'utf8'),
    'nothing.js': '',
    'trivial-element.js': await buildDropIn(join(import.meta.dirname, 'trivial-element.ts')),
  });
  try {
    return [
      await startTable(bed),
      await foreignMessagesTable(bed),
      ...(await manyElementsTables(bed)),
      await refreshTable(bed),
      await tasksTable(bed),
    ];
  } finally {
    await bed.stop();
  }
}
