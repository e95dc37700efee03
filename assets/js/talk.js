// A conversation or a room: words appear at once, are kept until the server has saved them, and go out again after a
// lost line, said once however often they are sent.
import { enliven } from './clock.js'
import { Line, obey, refresh } from './live.js'
import { parseFragment } from './trusted.js'

const TYPING_EVERY = 3000
const TYPING_SHOWN = 4000

class Talk {
  constructor(section) {
    this.section = section
    this.list = section.querySelector('.messages')
    this.form = section.querySelector('.composer')
    this.field = this.form.querySelector('textarea')
    this.words = section.dataset
    this.store = `talk:${this.words.socket}`
    this.outbox = this.recall()
    this.seen = new Set([...this.list.querySelectorAll('[data-seq]')].map((it) => Number(it.dataset.seq)))
    this.build()
    for (const said of this.outbox) this.show(said)
    this.line = new Line(this.words.socket, {
      open: () => this.resume(),
      frame: (told) => this.hear(told),
      closed: () => this.line.over || this.offline(true),
    })
    this.toEnd()
  }

  build() {
    this.note = document.createElement('p')
    this.note.className = 'talknote'
    this.note.setAttribute('role', 'status')
    this.newer = document.createElement('button')
    Object.assign(this.newer, { type: 'button', className: 'button tolatest', hidden: true, textContent: this.words.newer })
    this.newer.addEventListener('click', () => this.toEnd())
    this.list.after(this.newer, this.note)
    this.list.addEventListener('scroll', () => {
      this.stays = this.atEnd()
      if (this.stays) this.newer.hidden = true
    })
    // Something above or below the list grew: whoever reads the end goes on reading it.
    new ResizeObserver(() => { if (this.stays) this.toEnd() }).observe(this.list)
    this.field.value ||= sessionStorage.getItem(`${this.store}:draft`) ?? ''
    this.form.addEventListener('submit', (event) => {
      // Where no socket ever opens (some networks forbid them) the form does what it does without script.
      if (this.line.hopeless) return
      event.preventDefault()
      this.say()
    })
    this.field.addEventListener('input', () => {
      sessionStorage.setItem(`${this.store}:draft`, this.field.value)
      this.grow()
      this.typing()
    })
    this.field.addEventListener('keydown', (event) => {
      // With a real keyboard Enter sends. On a touch screen it makes a line, and the button sends.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches) return
      event.preventDefault()
      this.say()
    })
    // Keeps the place to write above the keyboard of a phone.
    visualViewport?.addEventListener('resize', () => {
      const stay = this.atEnd()
      this.section.style.setProperty('--view', `${Math.round(visualViewport.height)}px`)
      if (stay) this.toEnd()
    })
    document.addEventListener('page-asked', (event) => this.asked(event.detail))
    this.grow()
  }

  // ── saying ──

  say() {
    const text = this.field.value.trim()
    if (!text) return
    const said = { id: crypto.randomUUID(), text, ...this.beside() }
    this.outbox.push(said)
    this.keep()
    this.show(said)
    this.field.value = ''
    this.putBeside({})
    sessionStorage.removeItem(`${this.store}:draft`)
    this.grow()
    this.toEnd()
    this.send(said)
  }

  // What goes with the words, such as content notes: ticked boxes as a list, other fields as text.
  beside() {
    const beside = {}
    for (const field of this.form.querySelectorAll('.noting input')) {
      if (field.type !== 'checkbox') beside[field.name] = field.value.trim()
      else if (field.checked) (beside[field.name] ??= []).push(field.value)
    }
    return beside
  }

  putBeside(beside) {
    for (const field of this.form.querySelectorAll('.noting input')) {
      if (field.type === 'checkbox') field.checked = beside[field.name]?.includes(field.value) ?? false
      else field.value = beside[field.name] ?? ''
    }
    const noting = this.form.querySelector('.noting')
    if (noting) noting.open = Boolean(noting.querySelector(':checked'))
  }

  send(said) {
    if (!this.line.send({ t: 'send', ...said })) this.offline(true)
  }

  resume() {
    this.offline(false)
    this.line.send({ t: 'resume', after: Math.max(0, ...this.seen) })
    for (const said of this.outbox) this.send(said)
    refresh()
  }

  typing() {
    const now = performance.now()
    if (this.words.typing !== 'on' || now - (this.typed ?? -TYPING_EVERY) < TYPING_EVERY) return
    this.typed = now
    this.line.send({ t: 'typing' })
  }

  // ── hearing ──

  hear(told) {
    if (told.t === 'message') this.place(told)
    else if (told.t === 'changed') this.change(parseFragment(told.html).firstElementChild)
    else if (told.t === 'saved') this.saved(told)
    else if (told.t === 'refused') this.refused(told)
    else if (told.t === 'typing') this.somebodyTypes(told.by)
    else if (told.t === 'care') this.care(told.html)
    else obey(told)
  }

  place({ seq, id, html }) {
    this.forget(id)
    if (this.seen.has(seq)) return
    this.seen.add(seq)
    const stay = this.atEnd()
    const item = parseFragment(html).firstElementChild
    const after = [...this.list.querySelectorAll('[data-seq]')].findLast((it) => Number(it.dataset.seq) < seq)
    if (after) after.after(item)
    else this.list.prepend(item)
    enliven(item)
    if (this.isMine(item)) this.mark(item)
    else this.quiet()
    if (stay) this.toEnd()
    else this.newer.hidden = false
  }

  // In a conversation the part says whose words they are, in a room the name.
  isMine(item) {
    return item.dataset.by === this.words.me || (item.dataset.name ?? null) === this.words.myName
  }

  // Something that stands here was taken back, hidden, shown again or answered with a reaction. What came before
  // somebody's time here is not here, and does not come.
  change(item) {
    const old = [...this.list.querySelectorAll('[data-seq]')].find((it) => it.dataset.seq === item.dataset.seq)
    if (!old) return
    const fresh = document.importNode(item, true)
    fresh.classList.toggle('mine', old.classList.contains('mine'))
    old.replaceWith(fresh)
    enliven(fresh)
  }

  saved({ id, seq }) {
    const pending = this.pending(id)
    this.forget(id)
    // The message itself comes by the same line; should it have been missed, asking for it brings it.
    if (pending && !this.seen.has(seq)) this.line.send({ t: 'resume', after: seq - 1 })
  }

  mark(item) {
    item.classList.add('mine')
    const mark = document.createElement('span')
    Object.assign(mark, { className: 'mark', textContent: this.words.saved })
    item.querySelector('.when').append(' ', mark)
  }

  refused({ id, html }) {
    const said = this.outbox.find((it) => it.id === id)
    this.forget(id)
    if (!said) return
    // They are kept from here on as what is being written.
    sessionStorage.setItem(`${this.store}:draft`, [said.text, this.field.value].filter(Boolean).join('\n'))
    const dialog = document.createElement('dialog')
    dialog.className = 'sheet'
    dialog.append(parseFragment(html))
    dialog.querySelector('[data-send-anyway]')?.addEventListener('click', () => {
      dialog.remove()
      const anyway = { ...said, anyway: true }
      this.outbox.push(anyway)
      this.keep()
      this.show(anyway)
      this.send(anyway)
      sessionStorage.setItem(`${this.store}:draft`, this.field.value)
      this.field.focus()
    })
    dialog.querySelector('[data-dismiss]').addEventListener('click', () => {
      dialog.remove()
      // Nothing that was typed is lost.
      this.field.value = [said.text, this.field.value].filter(Boolean).join('\n')
      this.putBeside(said)
      this.grow()
      this.field.focus()
    })
    document.body.append(dialog)
    // Not modal: leaving and getting help stay within reach.
    dialog.show()
    dialog.querySelector('button')?.focus()
  }

  // Help for whoever wrote stands above the place to write, and stays.
  care(html) {
    this.section.querySelector('.talkcare')?.remove()
    const care = document.createElement('div')
    care.className = 'talkcare'
    care.setAttribute('role', 'alert')
    care.append(parseFragment(html))
    this.form.before(care)
    if (this.stays !== false) this.toEnd()
  }

  somebodyTypes(by) {
    if (by === this.words.me) return
    this.note.textContent = this.words[`typing${by[0].toUpperCase()}${by.slice(1)}`] ?? ''
    clearTimeout(this.quietLater)
    this.quietLater = setTimeout(() => this.quiet(), TYPING_SHOWN)
  }

  quiet() {
    if (!this.line.over && !this.note.classList.contains('offline')) this.note.textContent = ''
  }

  // The page was asked again: when the conversation is over, the place to write goes, but not what stands in it.
  asked(page) {
    for (const item of page.querySelectorAll('.talk .message.touched')) this.change(item)
    if (page.querySelector('.talk .composer')) return
    this.line.stop()
    this.offline(false)
    if (this.field.value.trim()) {
      this.form.querySelector('button').disabled = true
      this.note.textContent = this.words.over
    } else this.form.remove()
    const actions = page.querySelector('.talkhead .actions')
    if (actions) this.section.querySelector('.talkhead .actions').replaceWith(document.importNode(actions, true))
  }

  // ── what is shown ──

  show(said) {
    if (this.pending(said.id)) return
    const item = document.createElement('li')
    item.className = 'message pending mine'
    item.dataset.by = this.words.me
    item.dataset.id = said.id
    const [words, when] = [document.createElement('div'), document.createElement('p')]
    Object.assign(words, { className: 'words', dir: 'auto', textContent: said.text })
    Object.assign(when, { className: 'when', textContent: this.words.sending })
    item.append(words, when)
    this.list.append(item)
  }

  pending(id) {
    return this.list.querySelector(`.pending[data-id="${CSS.escape(id)}"]`)
  }

  forget(id) {
    this.pending(id)?.remove()
    this.outbox = this.outbox.filter((it) => it.id !== id)
    this.keep()
  }

  offline(is) {
    this.note.classList.toggle('offline', is)
    this.note.textContent = is ? this.words.offline : ''
  }

  keep() {
    sessionStorage.setItem(this.store, JSON.stringify(this.outbox))
  }

  recall() {
    try { return JSON.parse(sessionStorage.getItem(this.store)) ?? [] } catch { return [] }
  }

  grow() {
    this.field.style.setProperty('block-size', 'auto')
    this.field.style.setProperty('block-size', `${this.field.scrollHeight + 2}px`)
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight
    this.newer.hidden = true
  }
}

const section = document.querySelector('.talk[data-socket]')
if (section?.querySelector('.composer')) new Talk(section)
