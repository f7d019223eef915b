/* What scrolls sideways can be reached with the keyboard; what fits is no stop on the way. */

function reach(each) {
    if (each.scrollWidth > each.clientWidth) {
        each.tabIndex = 0;
    } else {
        each.removeAttribute("tabindex");
    }
}

const watched = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));

for (const each of document.querySelectorAll("pre, .table-wrapper, .cell_output div")) {
    reach(each);
    watched.observe(each);
}
