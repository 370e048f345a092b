#!/usr/bin/env node
/** `scalekit-admin-portal doctor URL`: finds out why a portal stays blank, and prints the fixes. */
import { text as readAll } from 'node:stream/consumers';
import { HELP, readCall, UsageError, type Call } from './call.ts';
import { diagnose } from './diagnose.ts';
import { printable, redactorFor } from './redactor.ts';
import { countOf, jsonReport, textReport } from './report.ts';
import { VERSION } from './requests.ts';

const NARROWEST = 100;

async function run(call: Call): Promise<number> {
  const announce = (line: string) => console.error(line);
  const diagnosis = await diagnose(call, { announce, folder: process.cwd() });
  const redact = redactorFor(call, diagnosis.facts);
  const { stdout } = process;
  const look = {
    width: Math.max(NARROWEST, stdout.isTTY ? stdout.columns : 0),
    hasColours: stdout.isTTY && !process.env['NO_COLOR'],
  };
  stdout.write(`${call.asJson ? jsonReport(diagnosis, redact) : textReport(diagnosis, look, redact)}\n`);
  return countOf(diagnosis.findings, 'fault') > 0 ? 1 : 0;
}

try {
  const call = await readCall(process.argv.slice(2), {
    environment: process.env,
    readInput: () => readAll(process.stdin),
  });
  if (call === 'help') console.log(HELP);
  else if (call === 'version') console.log(VERSION);
  else process.exitCode = await run(call);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${printable(error.message)}\n\n${HELP}`);
  process.exitCode = 2;
}
