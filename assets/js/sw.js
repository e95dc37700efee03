// Keeps "get help now", the neutral page and their style and script on the device; nothing else, ever. What is kept was fetched without
// cookies, so it is the page that any stranger sees: nothing on it tells who was here.

const KEPT = 'kept-1';
const HELP = '/help-now';
const AWAY = '/away';
const PATIENCE = 4000;

const isHelp = url => url.pathname === HELP || url.pathname.startsWith(HELP + '/');
const isDress = url => /\.(css|js)$/.test(url.pathname) && url.pathname !== '/sw.js';
const plain = path => fetch(path, { credentials: 'omit', cache: 'no-cache' });

/** Keeps a page as a stranger sees it, with the style and script that it names. */
async function keepPage(path) {
  const answer = await plain(path);
  if (!answer.ok || answer.redirected) return;
  const cache = await caches.open(KEPT);
  const html = await answer.clone().text();
  // Last in, last in the list: the newest variant is the one shown for any other page.
  await cache.delete(path);
  await cache.put(path, answer);
  const named = [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map(found => new URL(found[1], self.location.origin));
  const own = named.filter(url => url.origin === self.location.origin);
  await Promise.all(own.map(url => keepDress(cache, url, new Set())));
  if (own.length && isHelp(new URL(path, self.location.origin))) await forgetOld(cache, own);
}

async function keepDress(cache, url, seen) {
  if (seen.has(url.href)) return;
  seen.add(url.href);
  const answer = await cache.match(url) ?? await fetch(url, { credentials: 'omit' });
  if (!answer.ok) return;
  const text = await answer.clone().text();
  await cache.put(url, answer);
  if (!url.pathname.endsWith('.js')) return;
  const imports = [...text.matchAll(/^import\s(?:[^'"]*from\s)?['"](\.\/[^'"]+)['"]/gm)].map(found => new URL(found[1], url));
  await Promise.all(imports.map(next => keepDress(cache, next, seen)));
}

/** A new release has new folders: what the newest help page does not name may go. */
async function forgetOld(cache, named) {
  const folder = url => url.pathname.replace(/[^/]*$/, '');
  const folders = new Set(named.map(folder));
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    if (isDress(url) && !folders.has(folder(url))) await cache.delete(request);
  }
}

async function helpFromDevice(url) {
  const cache = await caches.open(KEPT);
  const exact = await cache.match(url.pathname + url.search);
  if (exact) return exact;
  const helps = (await cache.keys()).filter(request => isHelp(new URL(request.url)));
  return helps.length ? cache.match(helps.at(-1)) : Response.error();
}

const timely = request => Promise.race([
  fetch(request),
  new Promise((_, give) => setTimeout(() => give(new Error('too slow')), PATIENCE)),
]);

async function visit(event, url) {
  if (url.pathname === AWAY) return fetch(event.request).catch(async () => await caches.match(AWAY) ?? Response.error());
  if (!isHelp(url)) return fetch(event.request).catch(() => helpFromDevice(url));
  try {
    const answer = await timely(event.request);
    if (answer.ok) event.waitUntil(keepPage(url.pathname + url.search).catch(() => { /* next visit */ }));
    return answer;
  } catch {
    return helpFromDevice(url);
  }
}

self.addEventListener('install', event => {
  event.waitUntil(Promise.all([keepPage(HELP), keepPage(AWAY)]).then(() => self.skipWaiting()));
});
self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(visit(event, url));
  else if (isDress(url)) event.respondWith(fetch(event.request).catch(async () => await caches.match(event.request) ?? Response.error()));
});
