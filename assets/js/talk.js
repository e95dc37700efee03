// A live conversation. The list on the page is the truth that the server drew; this adds what arrives, and sends what is written.
import { element, nodes } from './html.js';
import { Outbox } from './outbox.js';
import { Socket } from './socket.js';
import { localise } from './clock.js';
import { go, refresh } from './live.js';

const TYPING_SHOWN = 4000;
const TYPING_TOLD = 3000;
const SAVED_WITHIN = 12_000;
const GIVE_UP_AFTER = 3;

class Talk {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.me = section.dataset.me;
    this.list = section.querySelector('.messages');
    this.form = section.querySelector('.composer');
    this.text = this.form?.querySelector('textarea');
    this.outbox = new Outbox(section.dataset.socket);
    this.toldAt = 0;
    this.addNotes();
    localise(this.list);
    this.toEnd();
    if (this.form) this.startWriting();
    this.socket = new Socket(section.dataset.socket, {
      open: () => this.opened(),
      frame: frame => this.heard(frame),
      closed: () => this.closed(),
    });
    addEventListener('offline', () => this.showLine());
    addEventListener('online', () => this.showLine());
    visualViewport?.addEventListener('resize', () => {
      const stay = this.atEnd();
      section.style.setProperty('--view', `${Math.round(visualViewport.height)}px`);
      if (stay) this.toEnd();
    });
    setInterval(() => this.checkLine(), 3000);
  }

  // ---- the list

  addNotes() {
    this.latest = Object.assign(document.createElement('button'), { type: 'button', className: 'button tolatest', hidden: true });
    this.latest.textContent = this.words.wordsNew ?? '';
    this.latest.onclick = () => { this.toEnd(); this.text?.focus(); };
    this.typing = Object.assign(document.createElement('p'), { className: 'talknote' });
    this.line = Object.assign(document.createElement('p'), { className: 'talknote offline', hidden: true });
    this.line.setAttribute('role', 'status');
    this.list.after(this.latest, this.typing, this.line);
    this.list.tabIndex = 0;
    this.list.addEventListener('scroll', () => { if (this.atEnd()) this.latest.hidden = true; }, { passive: true });
  }

  atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80; }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.latest.hidden = true;
  }

  /** Changes the list and keeps the reader where they are: at the end, or in the middle of what they read. */
  change(how) {
    const stay = this.atEnd();
    const fresh = how();
    if (stay) this.toEnd();
    else if (fresh) this.latest.hidden = false;
  }

  get last() {
    return Math.max(0, ...[...this.list.querySelectorAll('[data-seq]')].map(each => Number(each.dataset.seq)));
  }

  bySeq(seq) { return this.list.querySelector(`[data-seq="${Number(seq)}"]`); }

  pending(id) { return this.list.querySelector(`[data-id="${CSS.escape(id)}"]`); }

  /** Puts a message from the server in its place; one that is here already is not put twice. */
  place(html, seq, id) {
    const here = this.bySeq(seq);
    if (here && !here.dataset.id) return;
    const item = element(html);
    if (!item) return;
    localise(item);
    const mine = here ?? (id && this.pending(id));
    if (mine) {
      // The words stay where they are, or a listener would hear them twice.
      for (const name of ['id', 'class', 'data-seq', 'data-by']) if (item.hasAttribute(name)) mine.setAttribute(name, item.getAttribute(name));
      mine.removeAttribute('data-id');
      const when = item.querySelector('.when');
      if (when) mine.querySelector('.when')?.replaceWith(when);
      this.inOrder(mine, seq);
    } else {
      this.change(() => { this.inOrder(item, seq); return item.dataset.by !== this.me; });
    }
  }

  inOrder(item, seq) {
    const after = [...this.list.children].filter(each => each !== item && each.dataset.seq);
    const before = after.findLast(each => Number(each.dataset.seq) < Number(seq));
    const place = before ? before.nextElementSibling : after[0] ?? this.list.firstElementChild;
    if (place !== item) this.list.insertBefore(item, place);
  }

  showPending(letter) {
    if (this.pending(letter.id)) return;
    const item = Object.assign(document.createElement('li'), { className: 'message pending' });
    item.dataset.by = this.me;
    item.dataset.id = letter.id;
    const part = (name, text) => {
      const p = Object.assign(document.createElement('p'), { className: name, textContent: text });
      item.append(p);
      return p;
    };
    part('who', this.words.wordsYou ?? '');
    part('words', letter.text).dir = 'auto';
    const mark = Object.assign(document.createElement('span'), { className: 'mark', textContent: this.words.wordsSending ?? '…' });
    part('when', '').append(mark);
    this.list.append(item);
  }

  // ---- the line

  opened() {
    this.form?.removeAttribute('data-plain');
    this.socket.send({ t: 'resume', after: this.last });
    for (const letter of this.outbox.letters) if (!letter.held) this.post(letter);
    this.showLine();
  }

  closed() {
    this.showLine();
    if (this.form && !this.socket.everOpen && this.socket.failures >= GIVE_UP_AFTER && navigator.onLine) this.writePlainly();
  }

  showLine() {
    const away = !navigator.onLine || (this.socket && this.socket.everOpen && !this.socket.isOpen);
    this.line.textContent = away ? this.words.wordsOffline ?? '' : '';
    this.line.hidden = !away;
  }

  /** A line may look open and carry nothing: what was sent and is not saved in time says so. */
  checkLine() {
    const late = this.outbox.letters.some(letter => !letter.held && letter.sent && Date.now() - letter.sent > SAVED_WITHIN);
    if (late && this.socket.isOpen) this.socket.renew();
  }

  post(letter) {
    const { id, text, anyway } = letter;
    if (this.socket.send({ t: 'send', id, text, ...(anyway && { anyway }) })) this.outbox.change(letter, { sent: Date.now() });
  }

  heard(frame) {
    switch (frame.t) {
      case 'message':
        if (frame.id) this.outbox.take(frame.id);
        this.typing.textContent = '';
        return this.place(frame.html, frame.seq, frame.id);
      case 'saved': return this.saved(frame);
      case 'typing': return this.showTyping(frame.by);
      case 'status': case 'refresh': return refresh();
      case 'go': return go(frame.to);
      case 'refused': return this.refused(frame);
    }
  }

  saved({ id, seq }) {
    this.outbox.take(id);
    const item = this.pending(id);
    if (!item) return;
    // Saved before this page was drawn, and only the answer was lost: the page shows it already.
    const here = this.bySeq(seq);
    if (here && here !== item) return item.remove();
    item.classList.remove('pending');
    item.dataset.seq = seq;
    item.querySelector('.mark').textContent = this.words.wordsSaved ?? '';
    this.inOrder(item, seq);
  }

  showTyping(by) {
    if (by === this.me) return;
    clearTimeout(this.typingEnds);
    this.typing.textContent = this.section.getAttribute(`data-typing-${by}`) ?? '';
    this.typingEnds = setTimeout(() => { this.typing.textContent = ''; }, TYPING_SHOWN);
  }

  // ---- writing

  startWriting() {
    if (!this.text.value) this.text.value = this.outbox.draft;
    this.grow();
    for (const letter of [...this.outbox.letters]) {
      if (letter.held) this.giveBack(letter.id);
      else this.showPending(letter);
    }
    this.toEnd();
    this.form.addEventListener('submit', event => this.submit(event));
    this.text.addEventListener('input', () => {
      this.outbox.draft = this.text.value;
      this.grow();
      this.tellTyping();
    });
    this.text.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
  }

  submit(event) {
    if (this.form.hasAttribute('data-plain')) { this.outbox.draft = ''; this.outbox.take(this.form.elements.id?.value); return; }
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const letter = this.outbox.add(text);
    this.put('');
    this.showPending(letter);
    this.toEnd();
    this.post(letter);
    this.text.focus();
  }

  put(text) {
    this.text.value = text;
    this.outbox.draft = text;
    this.grow();
  }

  /** For browsers that cannot size a field by its content. */
  grow() {
    if (CSS.supports('field-sizing', 'content')) return;
    this.text.style.height = 'auto';
    this.text.style.height = `${this.text.scrollHeight + 4}px`;
  }

  tellTyping() {
    if (this.words.typing !== 'on' || !this.text.value || Date.now() - this.toldAt < TYPING_TOLD) return;
    if (this.socket.send({ t: 'typing' })) this.toldAt = Date.now();
  }

  /** Words that did not go out return to the field, before what was written since. */
  giveBack(id) {
    const letter = this.outbox.take(id);
    this.pending(id)?.remove();
    if (letter) this.put([letter.text, this.text.value].filter(Boolean).join('\n'));
  }

  refused({ id, html }) {
    const letter = this.outbox.find(id);
    if (!letter || letter.held) return;
    this.outbox.change(letter, { held: true });
    const sheet = Object.assign(document.createElement('dialog'), { className: 'sheet' });
    sheet.append(...nodes(html));
    sheet.addEventListener('click', event => {
      if (event.target.closest('[data-send-anyway]')) {
        this.outbox.change(letter, { held: false, anyway: true });
        this.post(letter);
        sheet.close();
      } else if (event.target.closest('[data-dismiss]')) sheet.close();
    });
    sheet.addEventListener('close', () => {
      sheet.remove();
      if (letter.held) this.giveBack(id);
      this.text.focus();
    });
    sheet.addEventListener('keydown', event => { if (event.key === 'Escape') sheet.close(); });
    sheet.setAttribute('aria-label', sheet.querySelector('h2')?.textContent ?? '');
    this.section.append(sheet);
    // Not modal: "leave this page" must stay in reach.
    sheet.show();
  }

  /** No live line can be had here: from now on the form is sent as a page would. The id keeps a letter that did arrive from arriving twice. */
  writePlainly() {
    if (this.form.hasAttribute('data-plain')) return;
    this.form.setAttribute('data-plain', '');
    const [first] = this.outbox.letters;
    if (!first) return;
    let field = this.form.elements.id;
    if (!field) {
      field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'id' });
      this.form.append(field);
    }
    field.value = first.id;
    this.pending(first.id)?.remove();
    this.text.value = first.text;
    this.grow();
  }
}

for (const section of document.querySelectorAll('.talk[data-socket]')) new Talk(section);
