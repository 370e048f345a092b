/** The rules of `npm run lint:prose`: the sentences that each one finds, and those that it ignores. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { lintProse } from '../tools/prose.ts';
import { PHRASES, PROSE_RULES } from '../tools/prose-rules.ts';

const run = promisify(execFile);
const rulesOf = async (text: string) => (await lintProse(text)).map(({ rule }) => rule);

const words = (count: number) => `The ${Array.from({ length: count - 3 }, (_, n) => `a${n}`).join(' ')} link stops.`;

/** One sentence that the rule finds, and a similar one that it does not. */
const EXAMPLES: Record<string, { bad: string; good: string }> = {
  phrase: { bad: 'Each shows what gets through.', good: 'Each shows which messages pass.' },
  'long-sentence': { bad: words(41), good: words(40) },
  'passive-chain': {
    bad: 'The link is dropped when the frame was removed and the page was hidden.',
    good: 'The element drops the link when the frame was removed and the page was hidden.',
  },
  'what-first': {
    bad: 'What the frame shows is gone for a moment.',
    good: 'The content of the frame is gone for a moment.',
  },
  'what-as-a-thing': { bad: 'It waits for what the portal sends.', good: 'It waits for the messages of the portal.' },
  'nobody-first': { bad: 'Nothing asks for the link.', good: 'The element does not ask for the link.' },
  'participle-first': { bad: 'Told secrets: every log line.', good: 'Leaked secrets: every log line.' },
  inversion: { bad: 'So is a test that fails.', good: 'A test that fails is one, too.' },
  wordy: { bad: 'It waits in order to save links.', good: 'It waits to save links.' },
  'repeated-word': { bad: 'It drops the the link.', good: 'It drops the link.' },
};

test('each rule has a bad and a good sentence', () => {
  assert.deepEqual(
    Object.keys(EXAMPLES),
    PROSE_RULES.map(({ name }) => name),
  );
});

for (const [name, { bad, good }] of Object.entries(EXAMPLES)) {
  test(`${name} only finds the bad sentence`, async () => {
    assert.deepEqual(await rulesOf(bad), [name]);
    assert.deepEqual(await rulesOf(good), []);
  });
}

test('phrases are found across the end of a line, and in lower and upper case', async () => {
  for (const phrase of PHRASES) {
    for (const text of [`It says ${phrase} here.`, phrase.toUpperCase(), phrase.replace(' ', '\n')]) {
      assert.ok((await rulesOf(text)).includes('phrase'), text);
    }
  }
});

describe('the rules ignore', () => {
  const IGNORED: Record<string, string> = {
    'a block of code': '```\nwhat gets through\n```',
    'code in a sentence': 'It logs `what gets through` there.',
    'pieces of code with the same length': 'It has `a-name`, `b-name` and `c-name`.',
    HTML: '<!-- what gets through -->',
    'the address of a link': '[A page](https://example.com/what-gets-through)',
    'a question': 'What does the element do with a link?',
    'a heading that begins with what': '## What the element understands and sends',
    'the line before a list': 'What the page needs for it:',
    'words of documentation': 'It is of this type.',
    'a sentence that begins with code': `${words(30)} \`link\` stops, too. ${words(30)}`,
    'a command with never': 'Never take the organization from the browser.',
    'a participle before a preposition': '- Handed to the frame as it is',
  };
  for (const [title, text] of Object.entries(IGNORED)) {
    test(title, async () => {
      assert.deepEqual(await rulesOf(text), []);
    });
  }
});

test('a finding has its line and its words, also in a list, in a table and in bold', async () => {
  const text = '# Title\n\nPlain.\n\n- **One:** it shows\n  what gets through.\n\n| a |\n| - |\n| **Told** links |\n';
  const found = (await lintProse(text)).map(({ rule, line, text: words }) => ({ rule, line, words }));
  assert.deepEqual(found, [
    { rule: 'phrase', line: 6, words: 'what gets through' },
    { rule: 'phrase', line: 10, words: 'Told** links' },
    { rule: 'participle-first', line: 10, words: 'Told** links' },
  ]);
});

test('the command prints findings and sums, and ends with 1 only if there is a finding', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prose-'));
  const script = join(import.meta.dirname, '../tools/prose.ts');
  try {
    await writeFile(join(folder, 'bad.md'), 'Nobody asks before.\n');
    await writeFile(join(folder, 'good.md'), 'The element asks first.\n');
    const stdout = /bad\.md:1 {2}phrase {2}Nobody asks before {2}\([^]*^ +2 {2}\S*bad\.md\n/m;
    await assert.rejects(run(process.execPath, [script, join(folder, 'bad.md')]), { code: 1, stdout });
    assert.equal((await run(process.execPath, [script, join(folder, 'good.md')])).stdout, '');
  } finally {
    await rm(folder, { recursive: true });
  }
});
