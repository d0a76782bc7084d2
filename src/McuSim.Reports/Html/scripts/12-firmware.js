// A run of any firmware: how it ended, its functions, its hottest blocks, its memory and its chip.

function firmwareView(report, baseline, figures) {
    const { profile, memory } = report, palette = profile && causePalette(profile.causes), old = baseline?.image ? baseline : null;
    const ended = report.ending.kind === 'exit' && report.ending.exitCode === 0;
    return [
        el('div', { class: 'tiles' },
            profile && tile('Time', milliseconds(profile.milliseconds), [`${count(profile.cycles)} cycles`, `${fixed(profile.cycles / Math.max(1, report.instructions), 2)} per instruction`], { change: changed(profile.cycles, old?.profile?.cycles, v => `${count(v)} cycles`) }),
            tile('Instructions', rough(report.instructions), [count(report.instructions)], { change: changed(report.instructions, old?.instructions, count) }),
            memory && tile('Stack', size(memory.stack.bytes), ['at its deepest', memory.heap && `heap ${size(memory.heap.bytes)}`], { change: changed(memory.stack.bytes, old?.memory?.stack.bytes, v => `${count(v)} bytes`) }),
            tile('Image', size(report.image.bytes), [`${safe(report.image.format)}, ${report.image.functions ? plural(report.image.functions, 'function') : 'without symbols'}`], { change: changed(report.image.bytes, old?.image.bytes, v => `${count(v)} bytes`) })),
        section('ending', 'How it ended', '', el('p', { class: ended ? 'good' : 'bad' }, safe(report.ending.sentence)), place(report.ending.place),
            report.ending.backtrace.length > 0 && el('ol', { class: 'small' }, report.ending.backtrace.map(p => el('li', {}, place(p)))),
            report.output.text && el('details', { open: report.output.text.length < 2000 }, el('summary', {}, `Output, ${count(report.output.bytes)} bytes${report.output.complete ? '' : ', the first of them'}`), el('pre', { tabindex: '0' }, report.output.text.split('\n').map(safe).join('\n')))),
        checksSection(),
        movedSection(figures),
        profile && functionsSection(profile, old?.profile),
        profile && causesSection(profile, palette),
        profile && whatIfSection(report, palette),
        profile?.blocks.length > 0 && blocksSection(profile, palette),
        memory && firmwareMemory(memory),
        chipSection(report),
    ].filter(Boolean);
}

const place = p => el('span', { class: 'small' }, el('b', {}, safe(p.function ?? p.address)), ' ', el('code', {}, safe(p.address)), p.source ? ` ${safe(p.source)}` : '');

function functionsSection(profile, before) {
    const old = new Map((before?.functions ?? []).map(f => [f.name, f])), top = Math.max(...profile.functions.map(f => f.inclusiveCycles), 1);
    const map = treemap({
        id: 'function', label: 'Functions by own cycles; arrow keys move', write: value => percent(value, profile.cycles), flat: 3.2,
        rows: () => profile.functions.map((f, i) => ({ name: f.name, value: f.exclusiveCycles, calls: f.calls, colour: colours[i % 9] })),
        tipOf: f => tipList(safe(f.name), [['own cycles', count(f.value)], ['share', percent(f.value, profile.cycles)], ...(f.calls === undefined ? [] : [['calls', count(f.calls)]])]),
    });
    return section('functions', 'Functions', `${count(profile.functions.length)}, by own cycles`, map.node, dataTable('Functions', [
        { title: 'Function', head: true, of: f => f.name, show: f => safe(f.name) },
        { title: 'Source', optional: true, of: f => f.source ?? '', show: f => safe(f.source ?? f.address) },
        { title: 'Calls', number: true, of: f => f.calls, show: f => count(f.calls) },
        { title: 'Own cycles', number: true, of: f => f.exclusiveCycles, show: f => count(f.exclusiveCycles) },
        { title: 'Share', number: true, of: f => f.exclusiveCycles, show: f => percent(f.exclusiveCycles, profile.cycles) },
        { title: 'With callees', number: true, optional: true, of: f => f.inclusiveCycles, show: f => count(f.inclusiveCycles) },
        { title: '', optional: true, of: f => f.inclusiveCycles, show: f => bar([{ value: f.exclusiveCycles, colour: 'var(--c0)' }, { value: f.inclusiveCycles - f.exclusiveCycles, colour: 'var(--c8)' }], top) },
        ...(old.size ? [{ title: 'Against baseline', number: true, of: f => f.exclusiveCycles - (old.get(f.name)?.exclusiveCycles ?? 0), show: f => moved(f.exclusiveCycles - (old.get(f.name)?.exclusiveCycles ?? 0), count) }] : []),
    ], profile.functions, { filter: f => `${f.name} ${f.source ?? ''}`, limit: 200 }).node);
}

function blocksSection(profile, palette) {
    return section('blocks', 'Hottest blocks', 'basic blocks by cycles', profile.blocks.map((b, i) => el('details', { open: i === 0 },
        el('summary', {}, `${safe(b.place.function ?? b.place.address)}${b.place.source ? ` (${safe(b.place.source)})` : ''}: ${count(b.cycles)} cycles, ${percent(b.cycles, profile.cycles)}; ran ${plural(b.executions, 'time')}`),
        bar(split(b.causes, palette).map(p => ({ ...p, tip: () => tipList(safe(p.name), [['cycles', count(p.value)]]) })), b.cycles, 'wide'),
        el('p', { class: 'small faint' }, split(b.causes, palette).filter(p => p.value > 0).map(p => `${safe(p.name)} ${percent(p.value, b.cycles)}`).join(', ')),
        b.disassembly.length > 0 && el('pre', { tabindex: '0' }, b.disassembly.map(safe).join('\n')))));
}

function firmwareMemory(memory) {
    const { image } = memory, parts = s => [{ value: s.executedBytes, colour: 'var(--c2)', tip: () => tipList('executed', [['bytes', count(s.executedBytes)]]) }, { value: s.readBytes, colour: 'var(--c0)', tip: () => tipList('only read', [['bytes', count(s.readBytes)]]) }, { value: s.unusedBytes, colour: 'var(--track)', tip: () => tipList('never used', [['bytes', count(s.unusedBytes)]]) }];
    return section('memory', 'Memory', '',
        el('p', {}, `Stack: ${count(memory.stack.bytes)} bytes at its deepest${memory.stack.backtrace.length ? `, in ${memory.stack.backtrace.map(safe).join(' ← ')}` : ''}.`),
        memory.heap && el('p', {}, `Heap: ${count(memory.heap.bytes)} bytes from ${safe(memory.heap.start)} on.`),
        el('h3', {}, `The image: ${count(image.bytes)} bytes; ${percent(image.executedBytes, image.bytes)} executed, ${percent(image.readBytes, image.bytes)} only read, ${percent(image.unusedBytes, image.bytes)} never used`),
        bar(parts(image), image.bytes, 'wide'),
        image.sections.length > 0 && dataTable('Sections of the image', [
            { title: 'Section', head: true, of: s => s.name, show: s => safe(s.name) }, { title: 'At', optional: true, of: s => s.address, show: s => el('code', {}, safe(s.address)) },
            { title: 'Bytes', number: true, of: s => s.bytes, show: s => count(s.bytes) }, { title: 'Executed', number: true, of: s => s.executedBytes, show: s => count(s.executedBytes) },
            { title: 'Read', number: true, optional: true, of: s => s.readBytes, show: s => count(s.readBytes) }, { title: 'Never used', number: true, of: s => s.unusedBytes, show: s => count(s.unusedBytes) }, { title: '', optional: true, of: s => s.bytes, show: s => bar(parts(s), s.bytes) },
        ], image.sections).node,
        el('h3', {}, 'The board’s memories'), dataTable('Memories that the program touched', [
            { title: 'Memory', head: true, of: r => r.name, show: r => safe(r.name) }, { title: 'Size', number: true, of: r => r.capacityBytes, show: r => size(r.capacityBytes) },
            { title: 'Touched', number: true, of: r => r.touchedBytes, show: r => count(r.touchedBytes) }, { title: 'Written', number: true, of: r => r.writtenBytes, show: r => count(r.writtenBytes) },
            { title: '', optional: true, of: r => r.touchedBytes, show: r => bar([{ value: r.touchedBytes, colour: 'var(--c0)' }], r.capacityBytes) },
        ], memory.regions).node);
}

function chipSection(report) {
    const { chip, image } = report, flag = (name, value) => value === null || value === undefined ? [] : [[name, value ? 'on' : 'off']];
    const rows = [
        ['Board', `${safe(report.board.name)}: ${safe(report.board.title)}, ${safe(report.board.core)}`], ['Core clock', chip.clockHz === null ? 'not known' : clock(chip.clockHz)],
        ...(chip.waitStates === null ? [] : [['Flash wait states', chip.waitStates]]), ...flag('Prefetch', chip.prefetch), ...flag('Flash instruction cache', chip.instructionAccelerator), ...flag('Flash data cache', chip.dataAccelerator),
        ...flag('Instruction cache', chip.instructionCache), ...flag('Data cache', chip.dataCache), ['Image', el('code', {}, safe(image.sha256))], ['Made by', `${safe(report.tool.name)} ${safe(report.tool.version)}`],
    ];
    return section('board', 'Board and chip, as the program left it', '', el('dl', {}, rows.flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)])),
        chip.unknownRegisters.length > 0 && el('details', {}, el('summary', {}, `${count(chip.unknownRegisters.length)} registers that McuSim does not know were used`), dataTable('Unknown registers', [
            { title: 'Register', head: true, of: r => r.address, show: r => el('code', {}, safe(r.address)) }, { title: 'Peripheral', of: r => r.peripheral ?? '', show: r => safe(r.peripheral ?? '') },
            { title: 'Reads', number: true, of: r => r.reads, show: r => count(r.reads) }, { title: 'Writes', number: true, of: r => r.writes, show: r => count(r.writes) },
        ], chip.unknownRegisters).node));
}
