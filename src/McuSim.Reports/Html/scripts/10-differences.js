// What moved against a second report.

function differencesSection(report, baseline) {
    if (!baseline) return null;
    if (!baseline.fits) return section('differences', 'Against the baseline', '', el('p', {}, `In the baseline the network did not fit: ${safe(baseline.region)} was ${size(baseline.overflowBytes)} too small.`));
    const figures = [
        ['Cycles', r => r.time.cycles, count], ['Latency', r => r.time.milliseconds, milliseconds], ['Instructions', r => r.time.instructions, count],
        ['Peak SRAM', r => r.memory.sram.peakBytes, bytes], ['Arena', r => r.memory.sram.arenaPlannedBytes, bytes], ['Stack', r => r.memory.sram.stackBytes, bytes], ['Static data', r => r.memory.sram.staticBytes, bytes],
        ['Flash', r => r.memory.flash.totalBytes, bytes], ['Code', r => r.memory.flash.codeBytes, bytes], ['Constants', r => r.memory.flash.constantBytes, bytes], ['MACs', r => r.model.macs, count],
        ['Top-1', r => r.accuracy && r.accuracy.top1 * 100, v => `${fixed(v, 2)} %`, true],
    ].map(([name, of, write, more]) => ({ name, write, more, now: of(report), before: of(baseline) })).filter(f => f.now !== null && f.before !== null);
    const old = new Map(baseline.layers.map(l => [l.name, l])), now = new Map(report.layers.map(l => [l.name, l]));
    const layers = [...report.layers.map(l => ({ name: l.name, now: l, before: old.get(l.name) })), ...baseline.layers.filter(l => !now.has(l.name)).map(l => ({ name: l.name, before: l }))]
        .map(l => ({ ...l, cycles: (l.now?.cycles ?? 0) - (l.before?.cycles ?? 0), live: (l.now?.liveBytes ?? 0) - (l.before?.liveBytes ?? 0) }))
        .filter(l => l.cycles || l.live || l.now?.kernel !== l.before?.kernel);
    const notes = [
        ['model file', r => r.model.sha256], ['board file', r => r.board.sha256], ['compiler', r => r.build.compiler], ['flags', r => r.build.flags], ['goal', r => r.build.optimize], ['outputs', r => r.output.crc32], ['version of mcusim', r => r.tool.version],
    ].filter(([, of]) => of(report) !== of(baseline)).map(([name]) => name);
    return section('differences', 'Against the baseline', `${safe(baseline.model.name)} on ${safe(baseline.board.name)}`,
        el('p', { class: 'small' }, notes.length ? `What differs beneath: ${notes.join(', ')}.` : 'Model, board, compiler and flags are the same.'),
        dataTable('Figures against the baseline', [
            { title: 'Figure', head: true, of: f => f.name },
            { title: 'Before', number: true, of: f => f.before, show: f => f.write(f.before) },
            { title: 'Now', number: true, of: f => f.now, show: f => f.write(f.now) },
            { title: 'Difference', number: true, of: f => f.now - f.before, show: f => moved(f.now - f.before, f.write, f.more) },
            { title: '%', number: true, optional: true, of: f => f.before ? (f.now - f.before) / f.before : 0, show: f => f.before && f.now !== f.before ? `${signed((f.now - f.before) / f.before * 100, v => fixed(v, 2))} %` : '' },
        ], figures).node,
        el('h3', {}, layers.length ? `Layers that moved: ${count(layers.length)}` : 'No layer moved.'),
        layers.length > 0 && dataTable('Layers that moved', [
            { title: 'Layer', head: true, of: l => l.name, show: l => safe(l.name) },
            { title: 'Cycles', number: true, of: l => Math.abs(l.cycles), show: l => moved(l.cycles, count) },
            { title: 'Alive', number: true, of: l => Math.abs(l.live), show: l => moved(l.live, bytes) },
            { title: 'Kernel', optional: true, of: l => l.now?.kernel ?? '', show: l => !l.now ? 'gone' : !l.before ? 'new' : l.now.kernel === l.before.kernel ? 'same' : `${safe(l.before.kernel)} → ${safe(l.now.kernel)}` },
        ], layers, { filter: l => l.name, sorted: { index: 1, down: true }, limit: 100 }).node);
}

// What moved since figures that were recorded without a whole report.
function movedSection(figures) {
    if (!figures) return null;
    const write = f => v => { const [whole, rest] = String(Math.round(Math.abs(v) * 1e6) / 1e6).split('.'); return `${withCommas(whole)}${rest ? '.' + rest : ''} ${f.unit}`.trim(); };
    return section('differences', 'Against the recorded baseline', figures.length ? `${plural(figures.length, 'figure')} moved` : 'nothing moved', figures.length > 0 && dataTable('Figures that moved', [
        { title: 'Figure', head: true, of: f => f.name, show: f => safe(f.name) },
        { title: 'Before', number: true, of: f => f.before, show: f => write(f)(f.before) },
        { title: 'Now', number: true, of: f => f.now, show: f => write(f)(f.now) },
        { title: 'Difference', number: true, of: f => f.now - f.before, show: f => moved(f.now - f.before, write(f), f.moreIsBetter) },
    ], figures, { filter: f => f.name, limit: 30 }).node);
}

const bytes = value => `${count(value)} bytes`;
const moved = (delta, write, more = false) => el('span', { class: delta === 0 ? 'faint' : (delta < 0) !== more ? 'good' : 'bad' }, signed(delta, write));
