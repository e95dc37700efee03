// A part of a page that changes by itself. The server says only that something changed; the page asks again, as itself.
import { enliven } from './clock.js'
import { chimeFor } from './chime.js'
import { parsePage } from './trusted.js'

// A form that was sent leads somewhere by itself; a wake-up that it caused must not lead elsewhere first.
let leaving = false
addEventListener('submit', (event) => {
  if (event.defaultPrevented) return
  leaving = true
  setTimeout(() => { leaving = false }, 10000)
})

let asking = null
let again = false

function typing(region) {
  const field = document.activeElement
  return region.contains(field) && field.matches('textarea, input:not([type=checkbox], [type=radio]), select') && field.value !== field.defaultValue
}

function replace(region, fresh) {
  if (region.innerHTML === fresh.innerHTML) return
  if (typing(region)) {
    // Words that are being written are never swept away: look again when they are done.
    region.addEventListener('focusout', () => refresh(), { once: true })
    return
  }
  const focused = region.contains(document.activeElement) ? document.activeElement.id : ''
  const open = [...region.querySelectorAll('details[open] > summary')].map((it) => it.textContent)
  region.replaceChildren(...document.importNode(fresh, true).childNodes)
  for (const summary of region.querySelectorAll('details > summary')) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true
  }
  enliven(region)
  chimeFor(region)
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

// Asks for the page again and replaces the parts that changed. Several wake-ups while one answer is on its way are one.
export async function refresh() {
  if (asking) {
    again = true
    return asking
  }
  asking = (async () => {
    do {
      again = false
      // A form that was refused stands at its own address; its live part says where the page itself is.
      const page = new URL(document.querySelector('live-region[data-page]')?.dataset.page ?? location.href, location.href)
      const answer = await fetch(page, { cache: 'no-store', headers: { accept: 'text/html', 'x-asked-by': 'page' } }).catch(() => null)
      if (!answer || leaving) return
      const here = new URL(answer.url)
      if (here.origin === location.origin && here.pathname !== page.pathname) {
        location.assign(here.pathname + here.search)
        return
      }
      if (!answer.ok) return
      const fetched = parsePage(await answer.text())
      for (const region of document.querySelectorAll('live-region')) {
        const fresh = fetched.getElementById(region.id)
        if (fresh) replace(region, fresh)
      }
      document.dispatchEvent(new CustomEvent('page-asked', { detail: fetched }))
    } while (again)
  })()
  try {
    await asking
  } finally {
    asking = null
  }
}

// A socket that comes back by itself, later each time it fails and never all at once with others.
export class Line {
  constructor(path, { open, frame, closed }) {
    Object.assign(this, { path, open, frame, closed, tries: 0, over: false })
    this.connect()
    addEventListener('online', () => this.hurry())
  }

  connect() {
    if (this.over) return
    clearTimeout(this.timer)
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
    this.socket = new WebSocket(`${scheme}//${location.host}${this.path}`)
    this.socket.addEventListener('open', () => {
      this.tries = 0
      this.opened = true
      this.open?.()
    })
    this.socket.addEventListener('message', (event) => {
      let told = null
      try { told = JSON.parse(event.data) } catch { return }
      // The place cannot be sure that everything reached this page: do what is done when the line comes back.
      if (told.t === 'missed') this.open?.()
      else this.frame(told)
    })
    this.socket.addEventListener('close', () => {
      if (this.over) return
      this.tries += 1
      this.closed?.(this.tries)
      const most = Math.min(15000, 500 * 2 ** this.tries)
      this.timer = setTimeout(() => this.connect(), most / 2 + Math.random() * (most / 2))
    })
  }

  get hopeless() {
    return !this.opened && this.tries >= 3
  }

  hurry() {
    if (this.socket.readyState === WebSocket.CLOSED) this.connect()
  }

  get ready() {
    return this.socket.readyState === WebSocket.OPEN
  }

  send(said) {
    if (this.ready) this.socket.send(JSON.stringify(said))
    return this.ready
  }

  stop() {
    this.over = true
    clearTimeout(this.timer)
    this.socket.close()
  }
}

export function obey(told) {
  if (told.t === 'refresh' || told.t === 'status') refresh()
  if (told.t === 'go' && typeof told.to === 'string' && /^\/[^/\\]/.test(told.to)) location.assign(told.to)
}

customElements.define('live-region', class extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.socket) return
    // Something may have happened between the page and the line, or while the line was lost.
    this.line = new Line(this.dataset.socket, { open: refresh, frame: obey })
    const every = Number(this.dataset.poll) || 20
    this.poll = setInterval(() => this.line.ready || refresh(), every * 1000)
    this.seen = () => document.visibilityState === 'visible' && refresh()
    document.addEventListener('visibilitychange', this.seen)
    this.addEventListener('countdown-over', () => setTimeout(refresh, 1000))
    chimeFor(this)
  }

  disconnectedCallback() {
    this.line?.stop()
    clearInterval(this.poll)
    document.removeEventListener('visibilitychange', this.seen)
  }
})
