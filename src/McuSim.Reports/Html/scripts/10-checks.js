// How the results were judged, and the same run under other set-ups of the board.

function checksSection() {
    const told = data.verdicts.filter(v => !['fits', 'ends well'].includes(v.rule) || !v.passed), failed = told.filter(v => !v.passed && !v.skipped);
    if (!told.length) return null;
    const verdict = v => v.skipped ? el('span', { class: 'warning' }, 'left out') : v.passed ? el('span', { class: 'good' }, 'kept') : el('span', { class: 'bad' }, 'broken');
    return section('checks', 'Checks', failed.length ? `${count(failed.length)} of ${count(told.length)} broken` : `${count(told.length)} kept`,
        failed.map(v => el('div', {}, el('p', {}, el('b', {}, `${safe(v.subject)}: `), el('span', { class: 'bad' }, safe(v.message)), v.place && el('span', { class: 'faint small' }, ` ${safe(v.place)}`)),
            v.details.length > 0 && el('ul', { class: 'small' }, v.details.map(d => el('li', {}, safe(d)))))),
        el('details', { open: failed.length === 0 }, el('summary', {}, 'All checks'), dataTable('All checks', [
            { title: 'What', head: true, of: v => v.subject, show: v => safe(v.subject) },
            { title: 'Limit', of: v => v.rule, show: v => safe(v.rule) },
            { title: '', of: v => v.passed ? 1 : 0, show: verdict },
            { title: 'Finding', optional: true, of: v => v.message, show: v => safe(v.message) },
        ], told, { filter: v => `${v.subject} ${v.rule} ${v.message}`, limit: 100 }).node));
}

function whatIfSection(report, palette) {
    const whatIfs = report.whatIfs ?? [], advice = report.advice ?? [], now = report.time ?? report.profile;
    if (!whatIfs.length && !advice.length) return null;
    const most = Math.max(now.milliseconds, ...whatIfs.map(w => w.milliseconds));
    return section('what-if', 'Other set-ups of the board', whatIfs.length ? 'the same run, timed again' : '',
        advice.length > 0 && el('ul', {}, advice.map(a => el('li', {}, el('b', {}, safe(a.setting)), `: ${safe(a.sentence)}`))),
        whatIfs.length > 0 && dataTable('The same run under other set-ups', [
            { title: 'Set-up', head: true, of: w => w.settings, show: w => el('span', { title: w.note ? safe(w.note) : null }, safe(w.settings)) },
            { title: 'Latency', number: true, of: w => w.milliseconds, show: w => milliseconds(w.milliseconds) },
            { title: 'Cycles', number: true, of: w => w.cycles, show: w => count(w.cycles) },
            { title: 'Time', number: true, of: w => w.differencePercent ?? 0, show: w => w.differencePercent === undefined ? 'as it is' : `${signed(w.differencePercent, v => fixed(v, 2))}${w.differencePercent === 0 ? '' : ' %'}` },
            { title: '', optional: true, of: w => w.milliseconds, show: w => bar(split(w.causes, palette).map(p => ({ ...p, value: p.value * w.milliseconds / w.cycles })), most) },
        ], [{ settings: 'as it is', milliseconds: now.milliseconds, cycles: now.cycles, causes: now.causes }, ...whatIfs]).node);
}
