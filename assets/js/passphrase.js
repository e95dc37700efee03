// A passphrase made in this browser, easy to say and to write down: four made-up words of three syllables.
// A syllable is one of 16 × 5, so 12 of them carry 12 × log2(80) ≈ 75 bits.
const CONSONANTS = 'bdfgjklmnprstvwz'
const VOWELS = 'aeiou'

function below(limit) {
  const [most, number] = [2 ** 32 - (2 ** 32 % limit), new Uint32Array(1)]
  do crypto.getRandomValues(number)
  while (number[0] >= most)
  return number[0] % limit
}

const syllable = () => CONSONANTS[below(CONSONANTS.length)] + VOWELS[below(VOWELS.length)]
const word = () => syllable() + syllable() + syllable()

for (const button of document.querySelectorAll('[data-generate]')) {
  const field = document.getElementById(button.dataset.generate)
  if (!field) continue
  button.hidden = false
  button.addEventListener('click', () => {
    field.type = 'text'
    field.value = [word(), word(), word(), word()].join(' ')
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.select()
  })
}
