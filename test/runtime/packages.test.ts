import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findPackage } from '../../runtime/installed.js';
import { installCommand, loadRuntime } from '../../runtime/packages.js';
import { findWorkerd, workerdPackage } from '../../runtime/workerd-binary.js';
import { openWorkshop, repository } from './apps.js';

const workshop = openWorkshop();
const set = process.env['MINIFLARE_WORKERD_PATH'];
afterAll(() => workshop.close());
afterEach(() => {
  if (set === undefined) delete process.env['MINIFLARE_WORKERD_PATH'];
  else process.env['MINIFLARE_WORKERD_PATH'] = set;
});

/** A folder with nothing but the packages named, as empty shells. */
function folderWith(packages: Record<string, string>): string {
  const folder = path.join(workshop.folder, `shell-${Math.abs(Object.keys(packages).join().length)}-${Object.values(packages).join('-')}`);
  for (const [name, version] of Object.entries(packages)) {
    const at = path.join(folder, 'node_modules', name);
    mkdirSync(path.join(at, 'bin'), { recursive: true });
    writeFileSync(path.join(at, 'package.json'), JSON.stringify({ name, version }));
    writeFileSync(path.join(at, 'bin', 'workerd'), '');
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}

describe('runtime packages', () => {
  it('names every missing package and the one command that installs them', async () => {
    const empty = folderWith({});
    await expect(loadRuntime([empty])).rejects.toMatchObject({
      code: 'runtime-packages-missing',
      message: expect.stringContaining('esbuild, unenv, @cloudflare/unenv-preset, miniflare') as string,
      hint: expect.stringContaining('npm install --save-dev miniflare@4.') as string,
    });
  });

  it('names workerd alone when only its binary is missing', async () => {
    const folder = folderWith({ esbuild: '0.28.2', unenv: '2.0.0', '@cloudflare/unenv-preset': '2.16.2', miniflare: '4.0.0' });
    await expect(loadRuntime([folder])).rejects.toMatchObject({ code: 'runtime-packages-missing', message: expect.stringContaining(workerdPackage() ?? '') as string });
  });

  it('refuses a miniflare whose options are others', async () => {
    const folder = folderWith({ esbuild: '0.28.2', unenv: '2.0.0', '@cloudflare/unenv-preset': '2.16.2', miniflare: '5.1.0', [workerdPackage() ?? '']: '1.20261117.1' });
    await expect(loadRuntime([folder])).rejects.toMatchObject({ code: 'runtime-packages-version' });
  });

  it.each([
    ['linux', 'x64', '@cloudflare/workerd-linux-64@1'],
    ['linux', 'arm64', '@cloudflare/workerd-linux-arm64@1'],
    ['darwin', 'arm64', '@cloudflare/workerd-darwin-arm64@1'],
    ['darwin', 'x64', '@cloudflare/workerd-darwin-64@1'],
    ['win32', 'x64', '@cloudflare/workerd-windows-64@1'],
  ])('asks for the workerd of %s %s', (platform, arch, expected) => {
    expect(installCommand(platform, arch)).toContain(expected);
  });

  it.each([['freebsd', 'x64'], ['win32', 'arm64'], ['linux', 'ia32']])('says on which platforms it is published when there is none for %s %s', (platform, arch) => {
    delete process.env['MINIFLARE_WORKERD_PATH'];
    const own = { platform: process.platform, arch: process.arch };
    Object.defineProperties(process, { platform: { value: platform }, arch: { value: arch } });
    try {
      expect(() => findWorkerd([])).toThrow(expect.objectContaining({ code: 'no-workerd', message: `workerd is not published for ${platform} ${arch}.`, hint: expect.stringMatching(/linux x64, linux arm64, darwin x64/) as string }));
      expect(installCommand(platform, arch)).not.toContain('workerd');
    } finally {
      Object.defineProperties(process, { platform: { value: own.platform }, arch: { value: own.arch } });
    }
  });

  it('takes the newest workerd among the installed ones', () => {
    delete process.env['MINIFLARE_WORKERD_PATH'];
    const name = workerdPackage() ?? '';
    const older = folderWith({ [name]: '1.20260426.1' });
    const newer = folderWith({ [name]: '1.20261017.1' });
    expect(findWorkerd([older, newer])).toMatchObject({ version: '1.20261017.1' });
    expect(findWorkerd([newer, older])).toMatchObject({ version: '1.20261017.1' });
    expect(findWorkerd([older])).toMatchObject({ version: '1.20260426.1' });
  });

  it('says so when MINIFLARE_WORKERD_PATH leads nowhere', () => {
    process.env['MINIFLARE_WORKERD_PATH'] = path.join(workshop.folder, 'no-such-binary');
    expect(() => findWorkerd([])).toThrow(/does not exist/);
  });

  it('finds a package above the folder it is asked from', () => {
    expect(findPackage('esbuild', [path.join(repository, 'test', 'runtime')])?.folder).toBe(path.join(repository, 'node_modules', 'esbuild'));
  });
});
