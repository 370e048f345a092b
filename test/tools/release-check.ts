/**
 * `node test/tools/release-check.ts TAG OWNER/NAME [--notes]` checks that the files of the repository agree with a tag. With
 * `--notes`, it prints the section of the changelog. It needs no installed packages.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

export interface ReleaseFiles {
  readonly manifest: {
    readonly version: string;
    readonly repository?: string | { readonly url?: string };
    readonly homepage?: string;
    readonly bugs?: string | { readonly url?: string };
  };
  readonly lock: { readonly version: string };
  readonly changelog: string;
}

const HELP = 'See "Releases" in CONTRIBUTING.md';

/** The section of the changelog for this version, or `undefined` if there is none. */
export function changesOf(version: string, changelog: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  // The links of the headings are at the end of the file.
  return section
    ?.replace(/^.*\n/, '')
    .replace(/^\[[^\]]+\]: \S+$/gm, '')
    .trim();
}

const addressOf = (field: string | { readonly url?: string } | undefined): string =>
  (typeof field === 'string' ? field : field?.url) ?? '';

/** The reasons not to release this tag, one sentence each. */
export function releaseFaults({ manifest, lock, changelog }: ReleaseFiles, tag: string, repository: string): string[] {
  const { version } = manifest;
  const faults: string[] = [];
  if (tag !== `v${version}`) faults.push(`The tag is ${tag}, and package.json has version ${version}.`);
  if (lock.version !== version) faults.push(`package-lock.json has version ${lock.version}: run npm install.`);

  const changes = changesOf(version, changelog);
  if (changes === undefined || !changelog.includes(`\n## [${version}] - `)) {
    faults.push(`CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD".`);
  } else if (!/^- /m.test(changes)) {
    faults.push(`CHANGELOG.md lists nothing under ${version}.`);
  }
  if (/^- /m.test(changesOf('Unreleased', changelog) ?? '')) {
    faults.push('CHANGELOG.md still lists changes under [Unreleased].');
  }

  const source = addressOf(manifest.repository);
  if (source === '') {
    faults.push(`package.json has no "repository", and npm needs it for provenance. ${HELP}.`);
  } else if (!source.replace(/\.git$/, '').endsWith(`/${repository}`)) {
    faults.push(`"repository" in package.json is ${source}, and this workflow runs in ${repository}.`);
  }
  if (!manifest.homepage) faults.push(`package.json has no "homepage". ${HELP}.`);
  if (addressOf(manifest.bugs) === '') faults.push(`package.json has no "bugs". ${HELP}.`);
  return faults;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { notes: { type: 'boolean' } }, allowPositionals: true });
  const [tag = '', repository = ''] = positionals;
  const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  const manifest = JSON.parse(await read('package.json')) as ReleaseFiles['manifest'];
  const lock = JSON.parse(await read('package-lock.json')) as ReleaseFiles['lock'];
  const changelog = await read('CHANGELOG.md');
  const faults = releaseFaults({ manifest, lock, changelog }, tag, repository);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(values.notes ? changesOf(manifest.version, changelog) : `${tag} is ready to be released.`);
}

if (import.meta.main) await main();
