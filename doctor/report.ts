/** Prints the report, for people and for programs. All of it goes through the redactor. */
import type { Diagnosis } from './diagnose.ts';
import type { Area, Finding, Status } from './finding.ts';
import { STRANGER } from './checks/endpoint-checks.ts';
import { plainAddress } from './sites.ts';
import { VERSION } from './requests.ts';

export interface Look {
  /** Columns of the terminal. */
  readonly width: number;
  readonly hasColours: boolean;
}

const AREAS: Readonly<Record<Area, string>> = {
  page: 'The page',
  endpoint: 'The endpoint',
  link: 'The link',
  browser: 'In a browser',
};
const WORDS: Readonly<Record<Status, string>> = {
  ok: 'ok',
  warning: 'warning',
  fault: 'FAULT',
  'not-checked': 'not checked',
};
const COLOURS: Readonly<Record<string, string>> = { ok: '32', warning: '33', FAULT: '1;31', 'not checked': '2' };
const STATUS_WIDTH = 15;
const TITLE_WIDTH = 40;

export const countOf = (findings: readonly Finding[], status: Status): number =>
  findings.filter((finding) => finding.status === status).length;

/** The most serious fault: anybody gets a link. */
const worstOf = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ id, status }) => id === STRANGER && status === 'fault');

export function textReport(
  { facts, findings, paste, comparison }: Diagnosis,
  look: Look,
  redact: (text: string) => string,
): string {
  const worst = worstOf(findings);
  const rest = findings.filter((finding) => finding !== worst);
  const lines = [`scalekit-admin-portal doctor ${VERSION}: ${plainAddress(facts.call.page)}`, ''];
  if (worst !== undefined) lines.push(...row(worst, look), '');
  for (const [area, title] of Object.entries(AREAS)) {
    const of = rest.filter((finding) => finding.area === area);
    if (of.length > 0) lines.push(title, ...joinSkipped(of).flatMap((finding) => row(finding, look)), '');
  }
  if (comparison !== null) lines.push(...browserLines(facts.browser!, look), ...comparisonLines(comparison));
  // If the page could not be read, the right tag and policy are not known.
  if (facts.page.document !== null) lines.push('To paste', ...indent(paste.tag), '', ...indent(paste.policy), '');
  lines.push(summary(findings));
  const text = redact(lines.join('\n'));
  return look.hasColours ? coloured(text) : text;
}

/** Joins the checks of an area that were skipped for the same reason into one row. */
function joinSkipped(findings: readonly Finding[]): Finding[] {
  const isLike = (one: Finding, other: Finding) => one.status === 'not-checked' && one.sentence === other.sentence;
  return findings.flatMap((finding, index) => {
    const alike = findings.filter((other) => isLike(finding, other));
    if (alike.length < 2) return [finding];
    return findings.findIndex((other) => isLike(finding, other)) === index
      ? [{ ...finding, title: `${alike.length} checks` }]
      : [];
  });
}

/** Adds the colours after the redactor, which escapes all control characters. */
const coloured = (text: string): string =>
  text.replace(
    /^ {2}(FAULT|warning|ok|not checked)\b/gm,
    (_line, word: string) => `  \u001b[${COLOURS[word] ?? '0'}m${word}\u001b[0m`,
  );

function row({ status, title, sentence, cure }: Finding, { width }: Look): string[] {
  const head = `  ${WORDS[status].padEnd(STATUS_WIDTH - 2)}${title.padEnd(TITLE_WIDTH)}`;
  const indentation = ' '.repeat(STATUS_WIDTH + TITLE_WIDTH);
  const [first = '', ...more] = wrap(printableRow(sentence), Math.max(40, width - indentation.length));
  const cures = cure === undefined ? [] : wrap(printableRow(`→ ${cure}`), Math.max(40, width - indentation.length));
  return [`${head}${first}`.trimEnd(), ...[...more, ...cures].map((line) => indentation + line)];
}

/** A text from a server must not break the lines of the report. */
const printableRow = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 2000);

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const indent = (text: string): string[] => text.split('\n').map((line) => `  ${line}`);

function browserLines(
  { driver, messages, states, console: said, violations }: NonNullable<Diagnosis['facts']['browser']>,
  { width }: Look,
): string[] {
  const lines = [`Messages (${driver}; without ids, names, texts and links)`];
  for (const { atMs, origin, isFrame, shape } of messages)
    lines.push(`  ${atMs} ms  ${isFrame ? '' : 'not the portal: '}${origin}  ${JSON.stringify(shape)}`);
  for (const { atMs, state, code } of states)
    lines.push(`  ${atMs} ms  the element: ${state}${code === null ? '' : `, ${code}`}`);
  for (const { directive, blocked } of violations) lines.push(`  policy: ${directive} blocked ${blocked}`);
  for (const line of said) lines.push(...wrap(`console: ${printableRow(line)}`, width - 2).map((part) => `  ${part}`));
  return [...lines, ''];
}

function comparisonLines(comparison: NonNullable<Diagnosis['comparison']>): string[] {
  const lines = ['Comparison with the simulator'];
  for (const { what, claimed, seen, verdict } of comparison) {
    const word = { same: 'same', differs: 'DIFFERS', 'not-seen': 'not seen' }[verdict].padEnd(STATUS_WIDTH - 2);
    lines.push(
      `  ${word}${what.padEnd(TITLE_WIDTH)}${verdict === 'differs' ? `${seen} (simulator: ${claimed})` : verdict === 'same' ? seen : `simulator: ${claimed}`}`,
    );
  }
  return [...lines, ''];
}

export function summary(findings: readonly Finding[]): string {
  const [faults, warnings, fine, open] = (['fault', 'warning', 'ok', 'not-checked'] as const).map((status) =>
    countOf(findings, status),
  );
  return `${faults} fault${faults === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}, ${fine} ok, ${open} not checked`;
}

/** The report as JSON. Every string goes through the redactor. */
export function jsonReport(
  { facts, findings, paste, comparison }: Diagnosis,
  redact: (text: string) => string,
): string {
  const { browser, call } = facts;
  const worst = worstOf(findings);
  const ordered = worst === undefined ? findings : [worst, ...findings.filter((finding) => finding !== worst)];
  const report = {
    version: VERSION,
    page: plainAddress(call.page),
    counts: Object.fromEntries(
      (['fault', 'warning', 'ok', 'not-checked'] as const).map((status) => [status, countOf(findings, status)]),
    ),
    findings: ordered,
    paste,
    ...(browser !== null && {
      browser: {
        driver: browser.driver,
        problem: browser.problem,
        messages: browser.messages,
        states: browser.states,
        violations: browser.violations,
        console: browser.console,
      },
    }),
    ...(comparison !== null && { comparison }),
  };
  return JSON.stringify(report, (_key, value: unknown) => (typeof value === 'string' ? redact(value) : value), 2);
}
