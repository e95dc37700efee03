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
  if (url.origin !== location.origin) return
  // Here and not on the page: a page without script signs out as well, and a session may end without anybody pressing.
  // What was kept stays with whoever kept it; the next person at this device finds nothing.
  if (request.mode === 'navigate' && (url.pathname === '/sign-in' || (request.method === 'POST' && url.pathname === '/sign-out'))) {
    event.waitUntil(caches.delete(READING))
  }
  if (request.method !== 'GET') return
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
    if (url.pathname !== HELP && !(await cache.match(LEFT))) {
      const told = await away(await cache.match(HELP)).catch(() => null)
      if (told) return told
    }
    const wanted = url.pathname === HELP ? request.url : (await cache.match(LEFT)) ? AWAY : HELP
    return (await cache.match(wanted)) ?? (await cache.match(HELP)) ?? Response.error()
  }
}

// The helplines, with a word that the page asked for needs a network, and what can be read without one.
async function away(help) {
  const shelf = await caches.open(READING)
  let list = ''
  for (const request of await shelf.keys()) {
    // As the server wrote it: what stands in a heading has been made safe there.
    const page = await (await shelf.match(request)).text()
    const title = /<h1[^>]*>([^<]*)<\/h1>/.exec(page)?.[1]
    if (title) list += `<li><a href="${encodeURI(new URL(request.url).pathname)}">${title}</a></li>`
  }
  let page = (await help.text()).replace('data-offline hidden', 'data-offline')
  if (list) page = page.replace('data-kept hidden', 'data-kept').replace('<ul data-list></ul>', () => `<ul data-list>${list}</ul>`)
  return new Response(page, { headers: help.headers })
}
