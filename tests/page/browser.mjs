// A browser, a page from disk in it, and everything it complains of.

import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Opens a file with a new profile, calls `use`, and fails if anything was complained of or asked of a network. */
export async function withPage(file, { width = 1280, height = 900, dark = false, fragment = '' }, use) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ARGUMENTS });
  try {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', acceptDownloads: true });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
    page.on('request', (request) => /^(file|blob|data):/.test(request.url()) || complaints.push(`request: ${request.url()}`));
    await page.goto(pathToFileURL(file).href + fragment);
    await page.evaluate(async () => (await window.bluelamp).charts);
    const found = await use(page);
    if (complaints.length) throw new Error(complaints.join('\n'));
    return found;
  } finally {
    await browser.close();
  }
}

export function demand(holds, what) {
  if (!holds) throw new Error(what);
}
