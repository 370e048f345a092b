/** A tag is released only where package.json, its lock file and the changelog agree with it, and the source is named. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { changesOf, releaseFaults, type ReleaseFiles } from '../tools/release-check.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const REPOSITORY = 'owner/portal';
const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-27

### Added

- Something new.

## [1.1.0] - 2026-10-01

- Something old.

[1.2.0]: https://example.com/owner/portal/releases/tag/v1.2.0
`;
const READY: ReleaseFiles = {
  manifest: {
    version: '1.2.0',
    repository: { url: 'git+https://example.com/owner/portal.git' },
    homepage: 'https://example.com/owner/portal#readme',
    bugs: 'https://example.com/owner/portal/issues',
  },
  lock: { version: '1.2.0' },
  changelog: CHANGELOG,
};

test('where everything agrees, nothing is wrong', () => {
  assert.deepEqual(releaseFaults(READY, 'v1.2.0', REPOSITORY), []);
});

const HOMELESS = { version: '1.2.0' };
const FAULTS: [string, ReleaseFiles, RegExp[]][] = [
  ['another version', { ...READY, manifest: { ...READY.manifest, version: '1.1.0' } }, [/tag is v1\.2\.0/, /lock/]],
  ['an old lock file', { ...READY, lock: { version: '1.1.0' } }, [/^package-lock\.json has version 1\.1\.0/]],
  [
    'no heading',
    { ...READY, changelog: CHANGELOG.replace('[1.2.0] - ', '[1.2.0] ') },
    [/no heading "## \[1\.2\.0\] - /],
  ],
  ['no changes', { ...READY, changelog: CHANGELOG.replace('- Something new.', '') }, [/lists nothing under 1\.2\.0/]],
  [
    'changes left',
    { ...READY, changelog: CHANGELOG.replace('## [1.2', '- Left.\n\n## [1.2') },
    [/still lists changes/],
  ],
  ['no address', { ...READY, manifest: HOMELESS }, [/no "repository": .*provenance/, /no "homepage"/, /no "bugs"/]],
  [
    'the address of a fork',
    { ...READY, manifest: { ...READY.manifest, repository: 'https://example.com/fork/portal' } },
    [/is https:\/\/example\.com\/fork\/portal, and this workflow runs in owner\/portal/],
  ],
];
for (const [what, files, expected] of FAULTS) {
  test(`${what} is a fault that is named`, () => {
    const faults = releaseFaults(files, 'v1.2.0', REPOSITORY);
    assert.equal(faults.length, expected.length, faults.join('\n'));
    expected.forEach((pattern, index) => assert.match(faults[index]!, pattern));
  });
}

test('the notes of a release are what the changelog says about it', () => {
  assert.equal(changesOf('1.2.0', CHANGELOG), '### Added\n\n- Something new.');
  assert.equal(changesOf('1.1.0', CHANGELOG), '- Something old.');
});

test('the script ends with 1 and says why', async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as ReleaseFiles['manifest'];
  const homeless = manifest.repository === undefined ? '[^]*package\\.json has no "repository"' : '';
  const stderr = new RegExp(`^The tag is v0\\.0\\.0-none, and package\\.json has version${homeless}`);
  const script = join(ROOT, 'test/tools/release-check.ts');
  await assert.rejects(run(process.execPath, [script, 'v0.0.0-none', REPOSITORY]), { code: 1, stderr });
});
