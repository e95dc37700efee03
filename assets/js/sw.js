// Keeps the helplines for when there is no network, and the readings of a course that a learner chose to keep (reading.js).
// Nothing else: no page that says who somebody is.
const KEPT = 'help-{{static}}'
const READING = 'reading'
const STATIC = '{{static}}/'
const HELP = '/help-now'
const AWAY = '/away'
// Not a page: a mark that somebody left while there was no network, so the server has not heard of it yet.
const LEFT = '/left'

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT)
    await cache.addAll([`${STATIC}all.css`])
    await keep(cache, new Request(HELP))
    await keep(cache, new Request(AWAY))
    await self.skipWaiting()
  })())
})

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT && name !== READING) await caches.delete(name)
    await self.clients.claim()
  })())
})

// The page is kept as anybody sees it, without cookies: whoever finds this device learns nothing from it.
async function keep(cache, request) {
  const answer = await fetch(new Request(request.url, { credentials: 'omit', cache: 'no-store' }))
  if (answer.ok) await cache.put(request.url, answer)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (url.pathname.startsWith('/static/')) {
    event.respondWith(unchanging(request, url))
  } else if (request.mode === 'navigate') {
    event.respondWith(navigate(request, url))
  }
})

// Words that give nothing away, and an id: the same call that arrives twice makes one sound.
self.addEventListener('push', (event) => {
  let told = {}
  try { told = event.data?.json() ?? {} } catch {}
  event.waitUntil((async () => {
    const tag = String(told.about ?? 'update')
    const shown = await self.registration.getNotifications({ tag })
    const again = shown.some((it) => it.data?.id === told.id)
    await self.registration.showNotification(String(told.words ?? ''), {
      tag, renotify: !again, silent: again, requireInteraction: true, data: { id: told.id, to: told.to },
    })
  })())
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const to = String(event.notification.data?.to ?? '/')
  const page = new URL(to, location.origin)
  if (page.origin === location.origin) event.waitUntil(self.clients.openWindow(page.pathname))
})

// A page that was kept under an older version asks for the style of then: without a network it wears that of now.
async function unchanging(request, url) {
  const kept = await caches.match(request)
  if (kept) return kept
  try {
    return await fetch(request)
  } catch {
    const style = url.pathname.endsWith('/all.css') ? await caches.match(`${STATIC}all.css`) : null
    return style ?? Response.error()
  }
}

async function navigate(request, url) {
  const cache = await caches.open(KEPT)
  try {
    if (await cache.match(LEFT)) {
      await fetch('/exit', { credentials: 'same-origin', cache: 'no-store' })
      await cache.delete(LEFT)
    }
    if (url.pathname === '/exit') await caches.delete(READING)
    const answer = await fetch(request)
    if (url.pathname === HELP && answer.ok && !answer.redirected) await keep(cache, request).catch(() => {})
    return answer
  } catch {
    // Whoever leaves in a hurry without a network must not land on a page that tells what this is, nor come back to one.
    if (url.pathname === '/exit') {
      await cache.put(LEFT, new Response())
      await caches.delete(READING)
    }
    const reading = (await cache.match(LEFT)) ? null : await (await caches.open(READING)).match(url.pathname)
    if (reading) return reading
    const wanted = url.pathname === HELP ? request.url : (await cache.match(LEFT)) ? AWAY : HELP
    return (await cache.match(wanted)) ?? (await cache.match(HELP)) ?? Response.error()
  }
}
