// Puts the page together from the data at its end.

const data = JSON.parse(document.getElementById('data').textContent);
const subject = report => report.image?.name ?? report.model.name;
const rawTitleOf = report => `${subject(report)} on ${report.board.name}`;
const titleOf = report => `${safe(subject(report))} on ${safe(report.board.name)}`;

// The baseline of a report: the same subject on the same board; one result is compared with one whatever they are called.
function baselineOf(report) {
    const [one] = data.baseline, single = data.reports.length === 1 && data.baseline.length === 1 && !one.image === !report.image;
    return data.baseline.find(b => b.board.name === report.board.name && subject(b) === subject(report) && !b.image === !report.image) ?? (single ? one : undefined);
}

function networkView(report, index) {
    const baseline = baselineOf(report), known = baseline?.fits ? baseline : undefined;
    if (!report.fits) return [...misfitView(report), checksSection()].filter(Boolean);
    const listeners = [], palette = causePalette(report.time.causes);
    const view = { id: `r${index}`, layer: undefined, listen: change => listeners.push(change), choose: layer => { view.layer = layer; listeners.forEach(change => change()); } };
    return [
        networkTiles(report, baseline), checksSection(), baseline ? differencesSection(report, baseline) : movedSection(data.moved[index]), memorySection(report, view), layersSection(report, known, palette, view), causesSection(report.time, palette), whatIfSection(report, palette),
        flashSection(report, known, view), report.accuracy && accuracySection(report.accuracy, report.model.trainedWeights, data.confusions[index]), boardSection(report),
    ].filter(Boolean);
}

function show(index) {
    const report = data.reports[index], main = document.getElementById('report');
    hideTip();
    document.querySelector('h1').textContent = titleOf(report);
    document.getElementById('about').textContent = `${safe(report.board.title)}, ${safe(report.board.core)} at ${clock(report.board.clockHz)}`;
    const parts = report.image ? firmwareView(report, baselineOf(report), data.moved[index]) : networkView(report, index);
    if (data.reports.length > 1) parts.unshift(comparisonSection(data.reports, r => go(data.reports.indexOf(r))));
    main.replaceChildren(...parts);
    document.getElementById('contents').replaceChildren(...parts.filter(p => p.id).map(p => el('a', { href: `#${p.id}` }, p.querySelector('h2').textContent)));
}

function go(index) {
    const select = document.getElementById('which');
    if (select) select.value = String(index);
    show(index);
    document.getElementById('top').scrollIntoView();
}

function theme() {
    const order = ['', 'light', 'dark'], names = { '': 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };
    const button = el('button', { type: 'button', onclick: () => {
        const next = order[(order.indexOf(document.documentElement.dataset.theme ?? '') + 1) % 3];
        if (next) document.documentElement.dataset.theme = next; else delete document.documentElement.dataset.theme;
        button.textContent = names[next];
    } }, names['']);
    return button;
}

document.getElementById('top').append(
    el('div', { class: 'what' }, el('h1'), el('p', { class: 'faint', id: 'about' })),
    el('div', { class: 'tools' }, data.reports.length > 1 && el('select', { id: 'which', 'aria-label': 'Result to show', onchange: event => show(Number(event.target.value)) },
        data.reports.map((r, i) => el('option', { value: String(i) }, cut(titleOf(r), 60)))), theme()),
    el('nav', { id: 'contents', 'aria-label': 'Sections', style: { 'flex-basis': '100%' } }));
document.getElementById('footer').append(
    el('p', {}, 'Cycles, bytes and outputs were measured by mcusim on simulated boards. 1 KB is 1,024 bytes. This page needs no network.'),
    el('details', {}, el('summary', {}, 'Licence of the chart library (D3)'), el('pre', {}, data.libraryLicence)));
document.body.append(tip);
if (data.reports.length) show(0);
else document.getElementById('report').append(el('p', {}, 'There are no results in this report.'));
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('drawn')));
