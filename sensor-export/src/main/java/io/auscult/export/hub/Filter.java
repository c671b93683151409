package io.auscult.export.hub;

import java.util.List;

/**
 * Which objects a member asks for, TAXII 2.1 section 3.4. Immutable.
 *
 * @param addedAfter microseconds since 1970; only what was added later
 * @param limit most objects
 * @param ids none: all
 * @param types none: all
 * @param versions "first", "last", "all" or microseconds as digits; none: last
 */
record Filter(long addedAfter, int limit, List<String> ids, List<String> types, List<String> versions) {
    static final int MOST_TERMS = 100;

    Filter withVersions(List<String> others) {
        return new Filter(addedAfter, limit, ids, types, others);
    }
}
