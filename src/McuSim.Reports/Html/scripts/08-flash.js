// Flash by symbol as a treemap, with the table behind it.

const partColours = { code: 'var(--c0)', constants: 'var(--c1)', 'start-up': 'var(--c4)' };

function flashSection(report, baseline, view) {
    const { flash } = report.memory, before = new Map((baseline?.memory?.flash.symbols ?? []).map(s => [`${s.part}/${s.name}`, s.bytes]));
    let chosen = 'all';
    const map = treemap({
        id: `${view.id}-symbol`, label: 'Symbols in flash; arrow keys move', write: size,
        rows: () => flash.symbols.filter(s => chosen === 'all' || s.part === chosen).map(s => ({ name: s.name, group: safe(s.part), value: s.bytes, colour: partColours[s.part] ?? 'var(--c5)' })),
        tipOf: s => tipList(safe(s.name), [['part', s.group], ['bytes', count(s.value)], ['share', percent(s.value, flash.totalBytes)]]),
    });
    const table = dataTable('Symbols in flash', [
        { title: 'Symbol', head: true, of: s => s.name, show: s => el('span', {}, key(partColours[s.part] ?? 'var(--c5)'), safe(s.name)) },
        { title: 'Part', optional: true, of: s => s.part, show: s => safe(s.part) },
        { title: 'Bytes', number: true, of: s => s.bytes, show: s => count(s.bytes) },
        { title: 'Share', number: true, of: s => s.bytes, show: s => percent(s.bytes, flash.totalBytes) },
        ...(before.size ? [{ title: 'Against baseline', number: true, of: s => s.bytes - (before.get(`${s.part}/${s.name}`) ?? 0), show: s => signed(s.bytes - (before.get(`${s.part}/${s.name}`) ?? 0), count) }] : []),
    ], flash.symbols, { filter: s => `${s.name} ${s.part}`, limit: 200 });
    return section('flash', 'Flash by symbol', `${count(flash.totalBytes)} of ${count(flash.capacityBytes)} bytes`,
        el('div', { class: 'controls' }, choice('Part of flash', [['all', 'all'], ...Object.keys(partColours).map(p => [p, p])], chosen, value => { chosen = value; map.redraw(); })),
        map.node, el('details', {}, el('summary', {}, `All ${count(flash.symbols.length)} symbols as a table`), table.node));
}
