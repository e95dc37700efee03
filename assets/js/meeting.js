// The clock of whoever leads a meeting: counts on from what the server said, by a clock that nobody can set.
customElements.define('meeting-clock', class extends HTMLElement {
  connectedCallback() {
    this.ends = performance.now() + Number(this.dataset.left) * 1000
    this.tick()
    this.beat = setInterval(() => this.tick(), 1000)
  }

  tick() {
    const left = Math.round((this.ends - performance.now()) / 1000)
    const now = this.querySelector('.now')
    if (!now) return
    now.textContent = `${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, '0')}`
    this.querySelector('.left').hidden = left < 0
    this.querySelector('.over').hidden = left >= 0
    this.classList.toggle('late', left < 0)
  }

  disconnectedCallback() {
    clearInterval(this.beat)
  }
})
