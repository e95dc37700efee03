// Times in the zone of this device, and countdowns that do not drift.
const AT = [30, 20, 10, 5]

function localise(root) {
  for (const time of root.querySelectorAll('time[data-clock]')) {
    const at = new Date(time.dateTime)
    if (Number.isNaN(at.getTime())) continue
    time.textContent = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
  }
}

function count(element) {
  if (element.dataset.counting) return
  element.dataset.counting = 'yes'
  const total = Number(element.dataset.total) || Number(element.dataset.countdown)
  const ends = performance.now() + Number(element.dataset.countdown) * 1000
  const words = element.querySelector('span')
  const ring = element.querySelector('circle.left')
  const sentence = words?.textContent ?? ''
  words?.setAttribute('aria-hidden', 'true')
  const spoken = document.createElement('span')
  spoken.className = 'visually-hidden'
  spoken.setAttribute('role', 'status')
  element.append(spoken)
  const tick = () => {
    if (!element.isConnected) return
    const left = Math.max(0, (ends - performance.now()) / 1000)
    const whole = Math.ceil(left)
    if (words) words.textContent = sentence.replace(/\d+/, whole)
    if (ring) ring.setAttribute('stroke-dasharray', `${(100 * left) / total} 100`)
    if (AT.includes(whole) && spoken.dataset.at !== String(whole)) {
      spoken.dataset.at = String(whole)
      spoken.textContent = sentence.replace(/\d+/, whole)
    }
    if (left > 0) setTimeout(tick, 250)
    else element.dispatchEvent(new CustomEvent('countdown-over', { bubbles: true }))
  }
  tick()
}

// Goes on counting from what the server said: this device's own clock may be wrong.
function countUp(element) {
  if (element.dataset.counting) return
  element.dataset.counting = 'yes'
  const began = performance.now() - Number(element.dataset.since) * 1000
  const tick = () => {
    if (!element.isConnected) return
    const seconds = Math.floor((performance.now() - began) / 1000)
    element.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    setTimeout(tick, 1000 - ((performance.now() - began) % 1000))
  }
  tick()
}

export function enliven(root) {
  localise(root)
  root.querySelectorAll('[data-since]').forEach(countUp)
  root.querySelectorAll('[data-countdown]').forEach(count)
}

enliven(document)
