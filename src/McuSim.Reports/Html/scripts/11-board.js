// What was measured, and how it was made.

function boardSection(report) {
    const tensor = t => `${safe(t.name)}: ${safe(t.type)} ${shape(t.shape)}${t.scale === null ? '' : `, scale ${t.scale}, zero point ${t.zeroPoint}`}`;
    const rows = [
        ['Board', `${safe(report.board.name)}: ${safe(report.board.title)}`], ['Core', `${safe(report.board.core)} at ${clock(report.board.clockHz)}`],
        ['Network', `${safe(report.model.name)}: ${count(report.model.macs)} MACs in ${plural(report.model.operators, 'operator')}`],
        ...report.model.inputs.map(t => ['Input', tensor(t)]), ...report.model.outputs.map(t => ['Output', tensor(t)]),
        ...(report.output ? [['Outputs', `CRC-32 ${safe(report.output.crc32)}; largest at ${report.output.top.map(e => `${e.index} (${fixed(e.value, 4)})`).join(', ')}`]] : []),
        ...(report.build ? [['Built for', safe(report.build.optimize) + (report.build.pruneChannels ? ', channels without effect left out' : '')], ['Compiler', safe(report.build.compiler)], ['Flags', el('code', {}, safe(report.build.flags))]] : []),
        ['Model file', el('code', {}, safe(report.model.sha256))], ['Board file', el('code', {}, safe(report.board.sha256))],
        ...(report.build ? [['Firmware', el('code', {}, safe(report.build.firmwareSha256))]] : []),
        ['Made by', `${safe(report.tool.name)} ${safe(report.tool.version)}`],
    ];
    return section('board', 'Board, network and build', '', el('dl', {}, rows.flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)])));
}

function misfitView(misfit) {
    return [
        el('div', { class: 'tiles' }, tile('Does not fit', `${safe(misfit.region)} +${size(misfit.overflowBytes)}`, [`needs ${count(misfit.neededBytes)} bytes, there are ${count(misfit.capacityBytes)}`], { meter: { used: misfit.neededBytes, whole: misfit.neededBytes, budget: misfit.capacityBytes, of: 'what it needs' } })),
        section('misfit', 'Why it does not fit', '',
            el('p', {}, misfit.layer ? `Most is alive during ${safe(misfit.layer)}:` : `The ${safe(misfit.region)} is too small for code and constants.`),
            misfit.buffers.length > 0 && dataTable('Alive then', [
                { title: 'Buffer', head: true, of: b => b.name, show: b => safe(b.name) }, { title: 'Offset', number: true, of: b => b.offset, show: b => count(b.offset) }, { title: 'Bytes', number: true, of: b => b.bytes, show: b => count(b.bytes) },
            ], misfit.buffers).node,
            el('p', {}, misfit.boardsThatFit.length ? `It fits ${misfit.boardsThatFit.map(safe).join(', ')}.` : 'No other board was found that it fits.')),
        boardSection(misfit),
    ];
}

function comparisonSection(reports, open) {
    const slowest = Math.max(...reports.map(r => r.time?.milliseconds ?? r.profile?.milliseconds ?? 0), 1e-9), took = r => r.time?.milliseconds ?? r.profile?.milliseconds;
    return section('comparison', 'All of this report', plural(reports.length, 'result'), dataTable('All results', [
        { title: 'What', head: true, of: r => titleOf(r), show: r => el('button', { type: 'button', onclick: () => open(r) }, cut(titleOf(r), 60)) },
        { title: 'Core', optional: true, of: r => r.board.core, show: r => `${safe(r.board.core)} at ${clock(r.board.clockHz)}` },
        { title: 'Latency', number: true, of: r => took(r) ?? Infinity, show: r => took(r) === undefined ? el('span', { class: 'bad' }, r.fits === false ? 'does not fit' : 'not timed') : milliseconds(took(r)) },
        { title: '', optional: true, of: r => took(r) ?? 0, show: r => bar([{ value: took(r) ?? 0, colour: 'var(--c0)' }], slowest) },
        { title: 'Peak SRAM', number: true, of: r => r.memory?.sram?.peakBytes ?? Infinity, show: r => r.memory?.sram ? `${size(r.memory.sram.peakBytes)}` : r.fits === false ? `${safe(r.region)} +${size(r.overflowBytes)}` : '' },
        { title: 'Flash', number: true, of: r => r.memory?.flash?.totalBytes ?? r.image?.bytes ?? Infinity, show: r => r.memory?.flash ? size(r.memory.flash.totalBytes) : r.image ? size(r.image.bytes) : '' },
        ...(reports.some(r => r.accuracy) ? [{ title: 'Top-1', number: true, of: r => r.accuracy?.top1 ?? -1, show: r => r.accuracy ? percent(r.accuracy.top1, 1, 2) : '' }] : []),
    ], reports, { filter: titleOf }).node);
}
