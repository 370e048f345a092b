/** The check of a tag before its release. */
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

test('finds no fault if package.json, its lock file and the changelog agree with the tag', () => {
  assert.deepEqual(releaseFaults(READY, 'v1.2.0', REPOSITORY), []);
});

const otherManifest = (change: Partial<ReleaseFiles['manifest']>) => ({ manifest: { ...READY.manifest, ...change } });
const otherChangelog = (from: string, to: string) => ({ changelog: CHANGELOG.replace(from, to) });
const FAULTS: [string, Partial<ReleaseFiles>, RegExp[]][] = [
  ['another version', otherManifest({ version: '1.1.0' }), [/tag is v1\.2\.0/, /lock/]],
  ['an old lock file', { lock: { version: '1.1.0' } }, [/^package-lock\.json has version 1\.1\.0/]],
  ['a missing heading', otherChangelog('[1.2.0] - ', '[1.2.0] '), [/no heading "## \[1\.2\.0\] - /]],
  ['a section without changes', otherChangelog('- Something new.', ''), [/lists nothing under 1\.2\.0/]],
  ['unreleased changes', otherChangelog('## [1.2', '- Left.\n\n## [1.2'), [/still lists changes/]],
  [
    'missing addresses',
    { manifest: { version: '1.2.0' } },
    [/no "repository", .*provenance/, /no "homepage"/, /no "bugs"/],
  ],
  [
    'the address of a fork',
    otherManifest({ repository: 'https://example.com/fork/portal' }),
    [/is https:\/\/example\.com\/fork\/portal, and this workflow runs in owner\/portal/],
  ],
];
for (const [fault, change, expected] of FAULTS) {
  test(`reports ${fault}`, () => {
    const faults = releaseFaults({ ...READY, ...change }, 'v1.2.0', REPOSITORY);
    assert.equal(faults.length, expected.length, faults.join('\n'));
    expected.forEach((pattern, index) => assert.match(faults[index]!, pattern));
  });
}

test('the notes of a release are its section of the changelog', () => {
  assert.equal(changesOf('1.2.0', CHANGELOG), '### Added\n\n- Something new.');
  assert.equal(changesOf('1.1.0', CHANGELOG), '- Something old.');
});

test('the script ends with 1 and prints the faults', async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as ReleaseFiles['manifest'];
  const noRepository = manifest.repository === undefined ? '[^]*package\\.json has no "repository"' : '';
  const stderr = new RegExp(`^The tag is v0\\.0\\.0-none, and package\\.json has version${noRepository}`);
  const script = join(ROOT, 'test/tools/release-check.ts');
  await assert.rejects(run(process.execPath, [script, 'v0.0.0-none', REPOSITORY]), { code: 1, stderr });
});
