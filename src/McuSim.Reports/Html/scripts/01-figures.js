// Numbers as people read them, as the console page writes them: "," between thousands, 1 KB is 1,024 bytes.

const withCommas = text => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const fixed = (value, decimals) => { const [whole, rest] = value.toFixed(decimals).split('.'); return withCommas(whole) + (rest ? '.' + rest : ''); };
const count = value => withCommas(String(Math.round(value)));
const size = bytes => Math.abs(bytes) < 1024 ? `${count(bytes)} B` : `${fixed(bytes / 1024, 1)} KB`;
const percent = (part, whole, decimals = 1) => whole > 0 ? `${fixed(part / whole * 100, decimals)} %` : '0 %';
const milliseconds = value => `${fixed(value, value < 1 ? 4 : 3)} ms`;
const clock = hertz => `${Number((hertz / 1e6).toFixed(3))} MHz`;
const shape = dimensions => dimensions.length ? dimensions.join('×') : 'scalar';
const signed = (value, write) => value === 0 ? 'same' : (value > 0 ? '+' : '−') + write(Math.abs(value));
const rough = value => d3.format('.3~s')(value).replace('G', ' G').replace('M', ' M').replace('k', ' k');
const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);
const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;

// Control codes and marks that turn text around would garble what stands beside a name.
const safe = text => String(text ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    mark => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[mark] ?? '\\u' + mark.charCodeAt(0).toString(16).padStart(4, '0'));
const cut = (text, longest) => { const letters = [...safe(text)]; return letters.length > longest ? letters.slice(0, longest - 1).join('') + '…' : letters.join(''); };
