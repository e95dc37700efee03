// Keeps the readings of a course on this device, for where there is no network. Only when a learner presses for it, only a
// page that says nothing of whoever reads, and away again when they press, sign out or leave in a hurry.
export const SHELF = 'reading'

class KeepReading extends HTMLElement {
  async connectedCallback() {
    if (!('caches' in window) || !('serviceWorker' in navigator)) return
    this.hidden = false
    this.keep = this.querySelector('[data-keep]')
    this.drop = this.querySelector('[data-drop]')
    this.status = this.querySelector('[role=status]')
    this.keep.addEventListener('click', () => this.change(async (shelf) => shelf.add(new Request(this.dataset.page, { cache: 'no-store' })), 'kept'))
    this.drop.addEventListener('click', () => this.change(async (shelf) => shelf.delete(this.dataset.page), 'dropped'))
    await this.show().catch(() => { this.hidden = true })
  }

  async show() {
    const isKept = Boolean(await (await caches.open(SHELF)).match(this.dataset.page))
    this.keep.hidden = isKept
    this.drop.hidden = !isKept
  }

  async change(work, told) {
    try {
      await work(await caches.open(SHELF))
      await this.show()
      this.status.textContent = this.status.dataset[told]
      ;(told === 'kept' ? this.drop : this.keep).focus()
    } catch {
      this.status.textContent = this.status.dataset.failed
    }
  }
}

customElements.define('keep-reading', KeepReading)
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => { globalThis.caches?.delete(SHELF) })
