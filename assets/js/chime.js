// A soft sound for an offer: two tones, quiet, made here. It can be switched off, and the choice stays on this device.
const CHOICE = 'sound'
let heard = new Set()
let context = null

const isOn = () => localStorage.getItem(CHOICE) !== 'off'

// Browsers allow sound only after somebody has touched the page.
for (const gesture of ['pointerdown', 'keydown']) {
  addEventListener(gesture, () => { context ??= new AudioContext() }, { once: true })
}

function tone(at, pitch) {
  const [voice, volume] = [context.createOscillator(), context.createGain()]
  voice.frequency.value = pitch
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.12, at + 0.05)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.9)
  voice.connect(volume).connect(context.destination)
  voice.start(at)
  voice.stop(at + 1)
}

export function chimeFor(root) {
  for (const element of root.querySelectorAll('[data-chime]')) {
    if (heard.has(element.dataset.chime)) continue
    heard.add(element.dataset.chime)
    if (!isOn() || !context) continue
    tone(context.currentTime, 523)
    tone(context.currentTime + 0.25, 659)
  }
}

// A call: three rising tones, again and again while it is open. Soft enough for a night, too regular to be slept through.
export function ring() {
  if (!isOn() || !context) return
  for (const [step, pitch] of [440, 554, 659].entries()) tone(context.currentTime + step * 0.22, pitch)
}

for (const button of document.querySelectorAll('[data-sound-toggle]')) {
  const show = () => {
    button.textContent = isOn() ? button.dataset.on : button.dataset.off
    button.setAttribute('aria-pressed', String(isOn()))
  }
  button.hidden = false
  button.addEventListener('click', () => {
    localStorage.setItem(CHOICE, isOn() ? 'off' : 'on')
    show()
  })
  show()
}
