// Calls, on every page of those who may be called: shown, counting, and sounding until somebody has them.
import { ring } from './chime.js'
import { enliven } from './clock.js'
import { Line } from './live.js'
import { parsePage } from './trusted.js'

const SOUND_EVERY = 6000

customElements.define('page-bell', class extends HTMLElement {
  connectedCallback() {
    // On the page of calls itself they stand where they stand.
    this.place = document.querySelector('main #calls') ?? this
    if (this.place === this) this.setAttribute('aria-live', 'assertive')
    // Something may have begun between the page and the line, or while the line was lost.
    this.line = new Line(this.dataset.socket, { open: () => this.ask(), frame: () => this.ask() })
    this.poll = setInterval(() => this.line.ready || this.ask(), 15000)
    this.sound = setInterval(() => this.isCalled && ring(), SOUND_EVERY)
    enliven(this.place)
  }

  disconnectedCallback() {
    this.line?.stop()
    clearInterval(this.poll)
    clearInterval(this.sound)
  }

  get isCalled() {
    return this.place.querySelector('[data-ring]') !== null
  }

  async ask() {
    if (this.asking) {
      this.again = true
      return
    }
    this.asking = true
    do {
      this.again = false
      const answer = await fetch(this.dataset.from, { cache: 'no-store', headers: { accept: 'text/html', 'x-asked-by': 'page' } }).catch(() => null)
      if (answer?.ok && !answer.redirected) this.show(parsePage(await answer.text()).getElementById('calls'))
    } while (this.again)
    this.asking = false
  }

  show(fresh) {
    if (!fresh) return
    const known = new Set([...this.place.querySelectorAll('[data-ring]')].map((it) => it.dataset.ring))
    const open = this.place.querySelector('details[open]') !== null
    this.place.replaceChildren(...document.importNode(fresh, true).childNodes)
    for (const none of document.querySelectorAll('.calls-none')) none.hidden = this.isCalled
    if (open) for (const told of this.place.querySelectorAll('details')) told.open = true
    enliven(this.place)
    if ([...this.place.querySelectorAll('[data-ring]')].some((it) => !known.has(it.dataset.ring))) ring()
  }
})
